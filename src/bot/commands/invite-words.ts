import { DomainError } from "../../core/errors.ts";
import { shorten } from "../../core/chat/mrkdwn.ts";
import { isAdministratorWord } from "../../core/invitations/level-word.ts";
import type { Word } from "../words.ts";

export interface TypedInvite {
  email: string;
  /** Undefined where only the form can ask for it. */
  account: string | undefined;
  asAdministrator: boolean;
}

/** Reads `<e-mail> to <account> [as admin]`. Throws invalid, naming the word that is wrong. */
export function readInvite(words: Word[]): TypedInvite {
  const [first, ...rest] = words;
  if (!first) return { email: "", account: undefined, asAdministrator: false };
  if (!first.text.includes("@")) throw wrong(first, "is not an e-mail address");
  const [to, ...others] = rest;
  if (!to) return { email: first.text, account: undefined, asAdministrator: false };
  if (to.text.toLowerCase() !== "to") throw wrong(to, "stands where “to” and the Account are expected");
  return { email: first.text, ...readTarget(others) };
}

/** Reads `<account> [as admin]`, what follows “to”. */
export function readTarget(words: Word[]): { account: string; asAdministrator: boolean } {
  const { name, level } = splitLevel(words);
  return { account: accountName(name), asAdministrator: level ? readLevel(level) : false };
}

/** The last unquoted “as” begins the level, so that an Account may have “as” in its name. */
function splitLevel(words: Word[]): { name: Word[]; level?: Word[] } {
  const at = words.findLastIndex(({ text, quoted }) => !quoted && text.toLowerCase() === "as");
  return at === -1 ? { name: words } : { name: words.slice(0, at), level: words.slice(at + 1) };
}

function accountName(words: Word[]): string {
  const [first, second] = words;
  if (!first)
    throw new DomainError(
      "invalid",
      "Say which Account after “to”: its API ID, or its name in quotes.",
      "accountId",
    );
  if (first.quoted && second)
    throw wrong(second, "stands after the Account, where only “as admin” can follow");
  return words.map(({ text }) => text).join(" ");
}

function readLevel([level, extra]: Word[]): boolean {
  const write = "write “as admin” or “as access”";
  if (!level) throw wrong({ text: "as", quoted: false }, `is not followed by a level: ${write}`);
  const asAdministrator = isAdministratorWord(level.text);
  if (asAdministrator === undefined) {
    throw wrong(level, `is not a level: ${write}, or put an Account with “as” in its name in quotes`);
  }
  if (extra) throw wrong(extra, "stands after the level, where the line should end");
  return asAdministrator;
}

function wrong(word: Word, what: string): DomainError {
  return new DomainError("invalid", `“${shorten(word.text, 60)}” ${what}.`);
}
