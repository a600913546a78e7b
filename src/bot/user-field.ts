import type { InputBlock } from "@slack/types";
import type { ConsoleUserActor, Context } from "../core/context.ts";
import { findUser } from "../core/users/find-user.ts";
import { userLabel } from "../core/users/user-name.ts";
import { searchField } from "./fields.ts";

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
