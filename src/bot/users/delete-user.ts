import { deleteUserRequest, findUser } from "../../core/users/delete-user.ts";
import { searchField } from "../slack/fields.ts";
import { type Arg, requestCommand } from "../slack/request-command.ts";
import type { InputBlock } from "@slack/types";
import type { ConsoleUserActor, Context } from "../../core/context.ts";
import { userLabel } from "../../core/kernel/names/user-name.ts";

/** One User, by user ID or e-mail. */
export const userArg = {
  name: "user",
  field: "userId",
  usage: "<user ID or e-mail>",
  find: async (ctx, words) => (await findUser(ctx, words)).id,
  block: userField,
} satisfies Arg;

export const deleteUser = requestCommand({
  name: "delete-user",
  area: "Users",
  summary: "delete a user everywhere",
  example: "hanna",
  title: "Delete a user",
  request: deleteUserRequest,
  args: [userArg],
});

/** A search for one User; with a user ID or an e-mail, that User is chosen already. Throws as findUser does. */
export async function userField(ctx: Context<ConsoleUserActor>, user?: string): Promise<InputBlock> {
  const found = user ? await findUser(ctx, user) : undefined;
  return searchField({
    id: "userId",
    label: "User",
    source: "user",
    chosen: found && { text: userLabel(found), value: found.id },
  });
}
