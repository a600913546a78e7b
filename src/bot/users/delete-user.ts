import { requirePermission } from "../../core/kernel/access/require-access-change.ts";
import { submitRequest } from "../../core/kernel/requests/submit-request.ts";
import { deleteUserInput, deleteUserRequest, findUser } from "../../core/users/delete-user.ts";
import { checkForm, searchField } from "../slack/fields.ts";
import type { Command, Form } from "../slack/command.ts";
import { plain } from "../slack/reopened-view.ts";
import type { InputBlock } from "@slack/types";
import type { ConsoleUserActor, Context } from "../../core/context.ts";
import { userLabel } from "../../core/kernel/names/user-name.ts";

const name = "delete-user";

export const deleteUserForm: Form = {
  name,
  title: "Delete a user",

  async view(ctx, { user }) {
    await requirePermission(ctx, deleteUserRequest.needs, name);
    return { submit: plain("Continue"), blocks: [await userField(ctx, user)] };
  },

  submit: (ctx, values, place) =>
    submitRequest(ctx, deleteUserRequest, checkForm(deleteUserInput, values), place),
};

export const deleteUser: Command = {
  name,
  area: "Users",
  summary: "delete a user everywhere",
  needs: deleteUserRequest.needs,
  usage: ["", "<user ID or e-mail>"],
  example: "hanna",
  changes: true,
  forms: [deleteUserForm],

  async run(call) {
    const user = call.words.map(({ text }) => text).join(" ");
    if (!user) return call.openForm(deleteUserForm);
    const ctx = await call.context();
    await requirePermission(ctx, deleteUserRequest.needs, name);
    await call.submit(deleteUserRequest, { userId: (await findUser(ctx, user)).id });
  },
};

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
