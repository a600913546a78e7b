import { findAccount } from "../../core/accounts/look-up-account.ts";
import { requirePermission } from "../../core/kernel/access/require-access-change.ts";
import { DomainError } from "../../core/kernel/errors.ts";
import { addAccountsInput, addAccountsRequest } from "../../core/memberships/add-accounts.ts";
import { findUser } from "../../core/users/delete-user.ts";
import { readAccountList } from "../accounts/account-list-words.ts";
import { checkForm } from "../slack/fields.ts";
import type { Command, Word, Form } from "../slack/command.ts";
import { readPhrase } from "../slack/phrase.ts";
import { submitRequest } from "../../core/kernel/requests/submit-request.ts";
import { accountsField } from "../accounts/accounts-field.ts";
import { plain } from "../slack/reopened-view.ts";
import { userField } from "../users/delete-user.ts";

export const addAccountsForm: Form = {
  name: "add-accounts",
  title: "Add Accounts",

  async view(ctx, { user }) {
    await requirePermission(ctx, addAccountsRequest.needs, "add-accounts");
    return {
      submit: plain("Add"),
      blocks: [
        await userField(ctx, user),
        accountsField({
          id: "accountIds",
          label: "With Access",
          hint: "May open the Account and build cycles in it.",
        }),
        accountsField({
          id: "administratorOf",
          label: "As Administrator",
          hint: "May manage the Account, change its settings and invite users.",
        }),
      ],
    };
  },

  submit: (ctx, values, place) =>
    submitRequest(ctx, addAccountsRequest, checkForm(addAccountsInput, values), place),
};

const name = "add-accounts";

export const addAccounts: Command = {
  name,
  area: "Users",
  summary: "give a user more Accounts, each at a level of its own",
  needs: addAccountsRequest.needs,
  usage: ["", "<user ID or e-mail> to <Account> [as admin], <Account> [as admin]…"],
  example: "hanna to acme as admin, kestrel",
  changes: true,
  grantsAdministrator: "sometimes",
  forms: [addAccountsForm],

  async run(call) {
    const { user, listed } = readAddAccounts(call.words);
    if (!user || !listed) return call.openForm(addAccountsForm, user ? { user } : {});
    const ctx = await call.context();
    // Before anything is looked up, so that names are told to nobody who may not know them.
    await requirePermission(ctx, addAccountsRequest.needs, name);
    const { id: userId } = await findUser(ctx, user);
    const found: { id: string; asAdministrator: boolean }[] = [];
    for (const { name, asAdministrator } of listed)
      found.push({ id: (await findAccount(ctx, name)).id, asAdministrator });
    const at = (level: boolean) =>
      found.filter(({ asAdministrator }) => asAdministrator === level).map(({ id }) => id);
    const given = { userId, accountIds: at(false), administratorOf: at(true) };
    await call.submit(addAccountsRequest, checkForm(addAccountsInput, given));
  },
};

/** The first “to” ends the User, so that an Account may have “to” in its name. */
function readAddAccounts(words: Word[]) {
  const at = words.findIndex(({ text, quoted }) => !quoted && text.toLowerCase() === "to");
  const { user } = readPhrase(at === -1 ? words : words.slice(0, at), { head: "user" });
  if (at === -1) return { user, listed: undefined };
  const listed = readAccountList(words.slice(at + 1));
  if (listed.length === 0) throw new DomainError("invalid", "Something is missing after “to”.");
  return { user, listed };
}
