import type { ConsoleUserActor, Context } from "../../core/context.ts";
import type { Account } from "../../core/generated/prisma/client.ts";
import { DomainError } from "../../core/kernel/errors.ts";
import { shorten } from "../../core/kernel/text/mrkdwn.ts";
import type { Choice } from "../slack/fields.ts";
import { findEach, isWord, splitList, splitWords, textOf, tidy, type Word } from "../slack/words.ts";
import { accountChoice, namedAccount } from "./delete-account.ts";

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

/** The Accounts that were typed, each at its level, with commas or “and” between them. Throws as namedAccount does. */
export function namedAccounts(
  ctx: Context<ConsoleUserActor>,
  text: string,
): Promise<{ account: Account; asAdministrator: boolean }[]> {
  const parts = splitList(splitWords(text), true);
  const levelled = parts.map((words) => words.some((word) => isWord(word, "as")));
  const byAnd = parts.length > splitList(splitWords(text), false).length;
  if (
    byAnd &&
    levelled.at(-1) &&
    !levelled.slice(0, -1).includes(true) &&
    saysAdministrator(parts.at(-1) ?? [])
  )
    throw new DomainError(
      "invalid",
      "You named several Accounts, so it is unclear which of them “as admin” is for. Write “as admin” after each of them.",
    );
  return findEach(text, async (words) => {
    const { name, asAdministrator } = readAccount(words);
    return { account: await namedAccount(ctx, name), asAdministrator };
  });
}

const saysAdministrator = (words: Word[]): boolean =>
  levels.get(
    tidy(textOf(words.slice(words.findLastIndex((word) => isWord(word, "as")) + 1))).toLowerCase(),
  ) === true;

/** The same as choices of a form, those at one level. */
export async function typedAccounts(
  ctx: Context<ConsoleUserActor>,
  text: string | undefined,
  administrators: boolean,
): Promise<Choice[]> {
  const found = text ? await namedAccounts(ctx, text) : [];
  return found
    .filter(({ asAdministrator }) => asAdministrator === administrators)
    .map(({ account }) => accountChoice(account));
}

/**
 * Reads `<Account> [as admin]`. The last unquoted “as” begins the level, so that an Account may have “as” in its name. Throws
 * invalid at what is wrong.
 */
export function readAccount(words: Word[]): NamedAccount {
  const at = words.findLastIndex((word) => isWord(word, "as"));
  const name = at === -1 ? words : words.slice(0, at);
  if (name.length === 0) throw new DomainError("invalid", "Name the Account before “as”.");
  const extra = textOf(name.slice(1));
  if (name[0]?.quoted && tidy(`x ${extra}`) !== "x")
    throw wrong(extra, "comes after an Account. Put a comma between them");
  return {
    name: name[0]?.quoted ? name[0].text : textOf(name),
    asAdministrator: at === -1 ? false : readLevel(textOf(words.slice(at + 1))),
  };
}

/** A level as it is typed. Throws invalid. */
export function readLevel(text: string): boolean {
  const write = "write “as admin” or “as access”";
  if (!text) throw new DomainError("invalid", `No level comes after “as”: ${write}.`);
  const asAdministrator = levels.get(tidy(text).toLowerCase());
  if (asAdministrator !== undefined) return asAdministrator;
  throw wrong(text, `is not a level: ${write}, or put an Account with “as” in its name in quotes`);
}

function wrong(text: string, what: string): DomainError {
  return new DomainError("invalid", `“${shorten(text, 60)}” ${what}.`);
}
