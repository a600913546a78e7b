import { DomainError } from "../../core/kernel/errors.ts";
import { createUserRequest } from "../../core/users/create-user.ts";
import { addressIn } from "../../core/kernel/text/identity-key.ts";
import { createUserInput } from "../../core/users/reset-password.ts";
import { namedAccounts, typedAccounts } from "../accounts/account-list-words.ts";
import { accountsField } from "../accounts/accounts-field.ts";
import { checkForm, emailField, textField } from "../slack/fields.ts";
import { looksLikeAddress, looksLikeUser } from "../slack/read-line.ts";
import { requestCommand } from "../slack/request-command.ts";
import { typedAddress } from "../slack/typed-address.ts";
import { tidy } from "../slack/words.ts";
import { passwordArg, passwordToShow, submitForPassword } from "./reset-password.ts";

export const createUser = requestCommand({
  name: "create-user",
  area: "Users",
  summary: "create a user, with Access to Accounts",
  usage: [
    "",
    "<user ID> [email <e-mail>] [name <First Last>] [in <Account>, <Account>…]",
    "<user ID> [email <e-mail>] [name <First Last>] [in <Account>, <Account>…] --temporary",
  ],
  example: 'mia.lund email mia@harbour.example name Mia Lund in harbour, "Acme Ltd"',
  title: "Create a user",
  button: "Create",
  request: createUserRequest,
  args: [
    {
      name: "username",
      usage: "<user ID>",
      fits: looksLikeUser,
      find: async (ctx, words) => tidy(await typedAddress(ctx, words)),
      block: async (ctx, typed) =>
        textField({
          id: "username",
          label: "User ID",
          hint: "Often the e-mail address. Letters, digits and . _ @ + -",
          max: 100,
          value: typed && tidy(await typedAddress(ctx, typed)),
        }),
    },
    {
      name: "name",
      keyword: "name",
      also: ["named", "called"],
      free: true,
      usage: "<First Last>",
      optional: true,
      block: (_, typed = "") => {
        const [first, last] = twoNames(typed);
        const field = { optional: true, max: 100 };
        return [
          textField({ id: "firstName", label: "First name", value: first, ...field }),
          textField({ id: "lastName", label: "Last name", value: last, ...field }),
        ];
      },
    },
    {
      name: "email",
      keyword: "email",
      also: ["e-mail", "mail"],
      usage: "<e-mail>",
      optional: true,
      fits: looksLikeAddress,
      tells: looksLikeAddress,
      find: async (ctx, words) => tidy(await typedAddress(ctx, words)),
      block: async (ctx, typed) =>
        emailField({
          id: "email",
          label: "E-mail",
          hint: "Leave empty to use the user ID, if that is an e-mail address.",
          optional: true,
          value: typed && tidy(await typedAddress(ctx, typed)),
        }),
    },
    {
      name: "accounts",
      keyword: "in",
      first: true,
      also: ["on", "to", "at", "with", "for"],
      usage: "<Account>, <Account>…",
      optional: true,
      many: true,
      async find(ctx, words) {
        const found = await namedAccounts(ctx, words);
        const raised = found.find(({ asAdministrator }) => asAdministrator);
        if (raised) throw noAdministrator(raised.account.apiId);
        return found.map(({ account }) => account.id);
      },
      block: async (ctx, typed) =>
        accountsField({
          id: "accountIds",
          label: "Accounts",
          hint: "Always without administrator access. You can grant it afterwards.",
          chosen: [...(await typedAccounts(ctx, typed, false)), ...(await typedAccounts(ctx, typed, true))],
        }),
    },
    passwordArg,
  ],
  input(_, { name = "", accounts = [], password, username = "", ...typed }) {
    const [firstName, lastName] = twoNames(String(name));
    const hasEmail = Boolean(typed["email"] ?? addressIn(String(username)));
    const way = password === "temporary" || !hasEmail ? "temporary" : "link";
    return checkForm(createUserInput, {
      ...typed,
      username,
      firstName,
      lastName,
      accountIds: accounts,
      password: way,
    });
  },
  fromForm: (_, values) =>
    checkForm(createUserInput, {
      ...values,
      firstName: values["firstName"] ?? "",
      lastName: values["lastName"] ?? "",
    }),
  submitLine: (call, input) => submitForPassword(call, createUserRequest, input, input.username),
  submitted: (_, taken, { password, username }) => passwordToShow(taken, password, username),
});

function twoNames(name: string): [first: string, last: string] {
  const [first = "", ...rest] = tidy(name).split(/\s+/u);
  return [first, rest.join(" ")];
}

function noAdministrator(account: string): DomainError {
  return new DomainError(
    "invalid",
    `A new User gets Accounts without administrator access. Leave out “as admin”, then send /cyclr grant-admin <user ID> on ${account}.`,
  );
}
