import { requirePermission } from "../../core/kernel/access/require-access-change.ts";
import type { ConsoleUserActor, Context } from "../../core/context.ts";
import { findAccount } from "../../core/accounts/look-up-account.ts";
import { createUserRequest } from "../../core/users/create-user.ts";
import { createUserInput } from "../../core/users/reset-password.ts";
import { addressIn } from "../../core/kernel/text/identity-key.ts";
import { checkForm, emailField, textField } from "../slack/fields.ts";
import type { Command, Word, Form, FormValues } from "../slack/command.ts";
import { takeOption, readPhrase } from "../slack/phrase.ts";
import { submitForPassword, passwordField } from "./reset-password.ts";
import { DomainError } from "../../core/kernel/errors.ts";
import { readAccountList } from "../accounts/account-list-words.ts";
import { submitRequest } from "../../core/kernel/requests/submit-request.ts";
import { accountsField } from "../accounts/accounts-field.ts";
import { plain } from "../slack/reopened-view.ts";

const createUserForm: Form = {
  name: "create-user",
  title: "Create a user",

  async view(ctx, typed) {
    await requirePermission(ctx, createUserRequest.needs, "create-user");
    const nameField = (id: string, label: string) =>
      textField({ id, label, optional: true, max: 100, value: typed[id] });
    return {
      submit: plain("Create"),
      blocks: [
        textField({
          id: "username",
          label: "User ID",
          hint: "Often the e-mail address. Letters, digits and . _ @ + -",
          max: 100,
          value: typed["username"],
        }),
        nameField("firstName", "First name"),
        nameField("lastName", "Last name"),
        emailField({
          id: "email",
          label: "E-mail",
          hint: "Left empty, the user ID is taken where that is an e-mail address.",
          optional: true,
          value: typed["email"],
        }),
        accountsField({
          id: "accountIds",
          label: "Accounts",
          hint: "Always without administrator access: grant that afterwards.",
        }),
        passwordField(),
      ],
    };
  },

  async submit(ctx, values, place) {
    const input = checkForm(createUserInput, withNames(values));
    const submitted = await submitRequest(ctx, createUserRequest, input, place);
    if (input.password === "link" || submitted.repeated) return submitted;
    return `When its card says that the User was created, send /cyclr user ${input.username}: it shows you the temporary password, once, within a day.`;
  },
};

/** A name left empty is an empty name. */
function withNames(values: FormValues): FormValues {
  return { ...values, firstName: values["firstName"] ?? "", lastName: values["lastName"] ?? "" };
}

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

interface TypedUser {
  username: string | undefined;
  email: string | undefined;
  firstName: string;
  lastName: string;
  accounts: string[];
}

/** Reads `<user ID> [email <e-mail>] [name <First Last>] [in <Account>, …]`. Throws invalid at what is wrong. */
export function readCreateUser(words: Word[]): TypedUser {
  const at = words.findIndex(({ text, quoted }) => !quoted && text.toLowerCase() === "in");
  const head = at === -1 ? words : words.slice(0, at);
  const listed = readAccountList(at === -1 ? [] : words.slice(at + 1));
  if (at !== -1 && listed.length === 0) throw new DomainError("invalid", "Something is missing after “in”.");
  const raised = listed.find(({ asAdministrator }) => asAdministrator);
  if (raised) throw noAdministrator(raised.name);
  const keywords = { email: "email", name: "name" } as const;
  const { username, email, name = "" } = readPhrase(head, { head: "username", keywords });
  const [firstName = "", ...rest] = name.split(/\s+/u);
  return {
    username,
    email,
    firstName,
    lastName: rest.join(" "),
    accounts: listed.map(({ name }) => name),
  };
}

function noAdministrator(account: string): DomainError {
  return new DomainError(
    "invalid",
    `A new User gets Accounts without administrator access. Leave out “as admin”, then send /cyclr grant-admin <user ID> on ${account}.`,
  );
}
