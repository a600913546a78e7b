import { DomainError } from "../../core/kernel/errors.ts";
import { shorten } from "../../core/kernel/text/mrkdwn.ts";
import type { Word } from "../slack/command.ts";

export interface NamedAccount {
  name: string;
  asAdministrator: boolean;
}

const levels = new Map([
  ["admin", true],
  ["administrator", true],
  ["access", false],
  ["user", false],
]);

/** Reads `<Account> [as admin], <Account> …`. A comma in quotes belongs to a name. Throws invalid at what is wrong. */
export function readAccountList(words: Word[]): NamedAccount[] {
  return splitAtCommas(words).map(readAccount);
}

function splitAtCommas(words: Word[]): Word[][] {
  const parts: Word[][] = [[]];
  for (const word of words) {
    const [first = "", ...more] = word.quoted ? [word.text] : word.text.split(",");
    if (first) parts.at(-1)?.push({ ...word, text: first });
    for (const text of more) parts.push(text ? [{ text, quoted: false }] : []);
  }
  return parts.filter((part) => part.length > 0);
}

/** The last unquoted “as” begins the level, so that an Account may have “as” in its name. */
function readAccount(words: Word[]): NamedAccount {
  const at = words.findLastIndex(({ text, quoted }) => !quoted && text.toLowerCase() === "as");
  const name = at === -1 ? words : words.slice(0, at);
  if (name.length === 0) throw new DomainError("invalid", "Name the Account before “as”.");
  const [, second] = name;
  if (name[0]?.quoted && second) throw wrong(second, "stands after an Account, where a comma is expected");
  return {
    name: name.map(({ text }) => text).join(" "),
    asAdministrator: at === -1 ? false : readLevel(words.slice(at + 1)),
  };
}

function readLevel([level, extra]: Word[]): boolean {
  const write = "write “as admin” or “as access”";
  if (!level) throw new DomainError("invalid", `“as” is not followed by a level: ${write}.`);
  const asAdministrator = levels.get(level.text.toLowerCase());
  if (asAdministrator === undefined)
    throw wrong(level, `is not a level: ${write}, or put an Account with “as” in its name in quotes`);
  if (extra) throw wrong(extra, "stands after a level, where a comma is expected");
  return asAdministrator;
}

function wrong(word: Word, what: string): DomainError {
  return new DomainError("invalid", `“${shorten(word.text, 60)}” ${what}.`);
}
