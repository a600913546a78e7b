import { addAccountsInput, addAccountsRequest } from "../../core/memberships/add-accounts.ts";
import { namedAccounts, typedAccounts } from "../accounts/account-list-words.ts";
import { accountsField } from "../accounts/accounts-field.ts";
import { checkForm } from "../slack/fields.ts";
import { prepositions } from "../slack/read-line.ts";
import { requestCommand } from "../slack/request-command.ts";
import { userArg } from "../users/delete-user.ts";

export const addAccounts = requestCommand({
  name: "add-accounts",
  area: "Users",
  summary: "give a user more Accounts, each with its own level",
  usage: ["", "<user ID or e-mail> to <Account> [as admin], <Account> [as admin]…"],
  example: "hanna to acme as admin, kestrel",
  grantsAdministrator: "sometimes",
  title: "Add Accounts",
  button: "Add",
  request: addAccountsRequest,
  args: [
    userArg,
    {
      name: "accounts",
      keyword: "to",
      first: true,
      also: prepositions,
      usage: "<Account> [as admin], …",
      many: true,
      block: async (ctx, typed) => [
        accountsField({
          id: "accountIds",
          label: "With Access",
          hint: "May open the Account and build cycles in it.",
          chosen: await typedAccounts(ctx, typed, false),
        }),
        accountsField({
          id: "administratorOf",
          label: "As Administrator",
          hint: "May manage the Account, change its settings and invite users.",
          chosen: await typedAccounts(ctx, typed, true),
        }),
      ],
    },
  ],
  async input(ctx, { userId, accounts }) {
    const found = await namedAccounts(ctx, String(accounts));
    const at = (level: boolean) =>
      found.filter(({ asAdministrator }) => asAdministrator === level).map(({ account }) => account.id);
    return checkForm(addAccountsInput, { userId, accountIds: at(false), administratorOf: at(true) });
  },
  fromForm: (_, values) => checkForm(addAccountsInput, values),
});
