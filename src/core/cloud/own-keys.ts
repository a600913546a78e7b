import { randomBytes } from "node:crypto";
import type { Transaction } from "../kernel/database.ts";
import { addressKey, identityKey, lookAlikeKeys, usernameKeys } from "../kernel/text/identity-key.ts";
import { oneLine } from "../kernel/text/one-line.ts";

/** What an id from the cloud is called here: the same where that can be, else what is left of it with a number behind it. */
interface OwnName {
  theirs: string;
  own: string;
}

const longest = 100;
const rounds = 20;

const unseen = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}]+/gu;
/** A command reads these as quotes, and Slack as its own marks, whatever stands around them. */
const marks = /["“”„‟«»「」『』<>]+/gu;

/** In one line of a command, in quotes, and of a card: without what nobody sees and what would be read as a mark. */
function ownOf(theirs: string): string {
  const plain = oneLine(theirs.replace(unseen, " ").replace(marks, " "));
  if (plain === theirs && plain.length <= longest) return plain;
  return shortened(plain) || "unnamed";
}

const shortened = (name: string): string =>
  name
    .slice(0, longest - 10)
    .replace(/[\uD800-\uDBFF]$/u, "")
    .trim();

/** Under which keys a name is held, and which of these others hold already. */
interface Register {
  keysOf: (name: string) => string[];
  held: (names: string[]) => Promise<Set<string>>;
}

/** A name for each, in the order in which they came, none of which is another's or can be taken for it. */
async function nameAll(theirs: string[], { keysOf, held }: Register): Promise<OwnName[]> {
  const named = new Map<string, string>();
  const given = new Set<string>();
  for (let round = 1; named.size < theirs.length; round += 1) {
    const open = theirs.filter((one) => !named.has(one));
    const wanted = open.map((one) => [one, numbered(ownOf(one), round)] as const);
    const taken = await held(wanted.map(([, own]) => own));
    for (const [one, own] of wanted) {
      const keys = keysOf(own);
      if (keys.some((key) => taken.has(key) || given.has(key))) continue;
      for (const key of keys) given.add(key);
      named.set(one, own);
    }
  }
  return theirs.map((one) => ({ theirs: one, own: named.get(one) ?? one }));
}

function numbered(name: string, round: number): string {
  if (round === 1) return name;
  const suffix = round <= rounds ? String(round) : randomBytes(4).toString("hex");
  return `${shortened(name)}-${suffix}`;
}

/** API IDs for Accounts of the cloud. */
export const ownApiIds = (tx: Transaction, theirs: string[]): Promise<OwnName[]> =>
  nameAll(theirs, {
    keysOf: (name) => [identityKey(name)],
    async held(names) {
      const where = { apiIdKey: { in: names.map(identityKey) } };
      const rows = await tx.account.findMany({ where, select: { apiIdKey: true } });
      return new Set(rows.map(({ apiIdKey }) => apiIdKey));
    },
  });

const like = (key: string) => `like ${key}`;

/** User IDs for Users of the cloud: none is another's e-mail either, or looks like another's. */
export const ownUsernames = (tx: Transaction, theirs: string[]): Promise<OwnName[]> =>
  nameAll(theirs, {
    keysOf: (name) => [...usernameKeys(name), addressKey(name), ...lookAlikeKeys(name).map(like)],
    async held(names) {
      const keys = [...new Set(names.flatMap((name) => [...usernameKeys(name), addressKey(name)]))];
      const looks = [...new Set(names.flatMap(lookAlikeKeys))];
      const rows = await tx.user.findMany({
        where: {
          OR: [
            { usernameKey: { in: keys } },
            { emailKey: { in: keys } },
            { lookAlikeKeys: { hasSome: looks } },
          ],
        },
        select: { usernameKey: true, emailKey: true, lookAlikeKeys: true },
      });
      return new Set(
        rows.flatMap((row) => [row.usernameKey, row.emailKey ?? "", ...row.lookAlikeKeys.map(like)]),
      );
    },
  });
