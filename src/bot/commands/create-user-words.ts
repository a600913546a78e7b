import { DomainError } from "../../core/errors.ts";
import { readAccountList } from "../account-list-words.ts";
import { readPhrase } from "../phrase.ts";
import type { Word } from "../words.ts";

export interface TypedUser {
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
