import { requirePermission } from "../../core/console-users/require-permission.ts";
import type { ConsoleUserActor, Context } from "../../core/context.ts";
import { findAccount } from "../../core/accounts/find-account.ts";
import { createUserRequest } from "../../core/users/create-user.ts";
import { createUserInput } from "../../core/users/create-user-input.ts";
import { addressIn } from "../../core/users/username.ts";
import { checkForm } from "../check-form.ts";
import type { Command } from "../command.ts";
import { takeOption } from "../phrase.ts";
import { submitForPassword } from "../submit-for-password.ts";
import { createUserForm } from "./create-user-form.ts";
import { readCreateUser } from "./create-user-words.ts";

const name = "create-user";

export const createUser: Command = {
  name,
  area: "Users",
  summary: "create a user, with Access to Accounts",
  needs: createUserRequest.needs,
  usage: [
    "",
    "<user ID> [email <e-mail>] [name <First Last>] [in <Account>, <Account>…]",
    "<user ID> [email <e-mail>] [name <First Last>] [in <Account>, <Account>…] --temporary",
  ],
  example: 'mia.lund email mia@harbour.example name Mia Lund in harbour, "Acme Ltd"',
  changes: true,
  forms: [createUserForm],

  async run(call) {
    const { given: temporary, rest } = takeOption(call.words, "--temporary");
    const { username, accounts, ...typed } = readCreateUser(rest);
    if (!username) return call.openForm(createUserForm);
    const ctx = await call.context();
    // Before the Accounts are looked up, so that their names are told to nobody who may not know them.
    await requirePermission(ctx, createUserRequest.needs, name);
    const hasEmail = Boolean(typed.email ?? addressIn(username));
    const input = checkForm(createUserInput, {
      ...typed,
      username,
      accountIds: await idsOf(ctx, accounts),
      password: temporary || !hasEmail ? "temporary" : "link",
    });
    await submitForPassword(call, createUserRequest, input, input.username);
  },
};

async function idsOf(ctx: Context<ConsoleUserActor>, names: string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const one of names) ids.push((await findAccount(ctx, one)).id);
  return ids;
}
