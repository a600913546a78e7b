import { distance } from "fastest-levenshtein";
import { databaseTrouble } from "../../database-trouble.ts";
import { Prisma } from "../../generated/prisma/client.ts";
import type { Database } from "../database.ts";
import { fold } from "../text/fold.ts";

const readAtMost = 20;
const namedAtMost = 3;
/** With fewer characters everything is near. */
const shortest = 3;
/** Of longer keys there are too many within a slip to look each up. */
const longestLookedUp = 64;
const patienceMs = 100;

interface UserKeys {
  username: string;
  usernameKey: string;
  emailKey: string | null;
}

interface AccountKeys {
  apiId: string;
  apiIdKey: string;
  nameKey: string;
}

interface Search<Row> {
  oneSlip: (keys: string[]) => Prisma.Sql;
  near: (key: string) => Prisma.Sql;
  keysOf: (row: Row) => string[];
}

/** What each of these finds for one "key", for all of them: each by the index of its own column. */
function lookedUp(keys: string[], ...each: Prisma.Sql[]): Prisma.Sql {
  const all = each.map(
    (one) =>
      Prisma.sql`(SELECT "found".* FROM unnest(${keys}::text[]) AS "key" CROSS JOIN LATERAL (${one}) AS "found")`,
  );
  return Prisma.sql`${Prisma.join(all, " UNION ")} LIMIT ${readAtMost}`;
}

const users: Search<UserKeys> = {
  near: (key: string) => Prisma.sql`
    SELECT "username", "usernameKey", "emailKey" FROM "User"
    WHERE "usernameKey" % ${key} OR "emailKey" % ${key}
    ORDER BY greatest(similarity("usernameKey", ${key}), similarity(coalesce("emailKey", ''), ${key})) DESC
    LIMIT ${readAtMost}`,
  oneSlip: (keys: string[]) => {
    const from = Prisma.sql`SELECT "username", "usernameKey", "emailKey" FROM "User"`;
    return lookedUp(
      keys,
      Prisma.sql`${from} WHERE "usernameKey" = "key" LIMIT 1`,
      Prisma.sql`${from} WHERE "emailKey" = "key" LIMIT 1`,
    );
  },
  keysOf: ({ usernameKey, emailKey }: UserKeys) => [usernameKey, emailKey ?? ""],
};

const accounts: Search<AccountKeys> = {
  near: (key: string) => Prisma.sql`
    SELECT "apiId", "apiIdKey", "nameKey" FROM "Account"
    WHERE "nameKey" %> ${key} OR "apiIdKey" % ${key}
    ORDER BY greatest(word_similarity(${key}, "nameKey"), similarity("apiIdKey", ${key})) DESC
    LIMIT ${readAtMost}`,
  oneSlip: (keys: string[]) => {
    const from = Prisma.sql`SELECT "apiId", "apiIdKey", "nameKey" FROM "Account"`;
    return lookedUp(
      keys,
      Prisma.sql`${from} WHERE "apiIdKey" = "key" LIMIT 1`,
      Prisma.sql`${from} WHERE "nameKey" = "key" LIMIT ${namedAtMost}`,
    );
  },
  keysOf: ({ apiIdKey, nameKey }: AccountKeys) => [apiIdKey, nameKey, ...nameKey.split(" ")],
};

/** User IDs and e-mails that are spelled almost like this, the nearest first. For those alone who may know them. */
export async function similarUsers(db: Database, words: string, withinMs = patienceMs): Promise<string[]> {
  return (await similar(db, words, users, withinMs)).map((row) => row.username);
}

/** API IDs of Accounts that are spelled almost like this, by API ID, by name or by a word of it, the nearest first. */
export async function similarAccounts(db: Database, words: string, withinMs = patienceMs): Promise<string[]> {
  return (await similar(db, words, accounts, withinMs)).map((row) => row.apiId);
}

/**
 * One slip is looked up: every key that is one away is asked for, each by the index that finds it, whatever the others look
 * like. Two slips, or a word of a name, are searched for by trigrams. A million e-mails that end alike share most of theirs, and
 * such a search would read them all: it is given up then, and nothing is suggested.
 */
async function similar<Row>(
  db: Database,
  words: string,
  { oneSlip, near, keysOf }: Search<Row>,
  withinMs: number,
): Promise<Row[]> {
  const key = fold(words).slice(0, 100);
  if (key.length < shortest) return [];
  if (key.length <= longestLookedUp) {
    const found = nearest(key, await db.$queryRaw<Row[]>(oneSlip(oneSlipAway(key))), keysOf);
    if (found.length > 0) return found;
  }
  try {
    const [, , rows] = await db.$transaction([
      db.$queryRaw`SELECT set_config('statement_timeout', ${String(withinMs)}, true)`,
      db.$queryRaw(nearEnough(key)),
      db.$queryRaw<Row[]>(near(key)),
    ]);
    return nearest(key, rows, keysOf);
  } catch (error) {
    if (databaseTrouble(error)?.message === "The database took too long.") return [];
    throw error;
  }
}

/**
 * From then on in the transaction `%` and `%>` take what is two slips away, and little more. A slip touches three trigrams at
 * most, so two leave all but six of the key's, and bring six others: the higher this is, the fewer entries the index reads.
 */
const nearEnough = (key: string): Prisma.Sql => Prisma.sql`
  SELECT set_config('pg_trgm.similarity_threshold', "least", true) AS "whole",
         set_config('pg_trgm.word_similarity_threshold', "least", true) AS "word"
  FROM (SELECT greatest(0.3, ("count" - 6.5) / ("count" + 6))::text AS "least"
        FROM (SELECT cardinality(show_trgm(${key})) AS "count") AS "trigrams") AS "threshold"`;

const letters = Array.from("abcdefghijklmnopqrstuvwxyz0123456789.-_@+ ");

/** Every key with one character more, less or other, or with two that have changed places. */
function oneSlipAway(key: string): string[] {
  const signs = Array.from(key);
  const others = [...new Set([...letters, ...signs])];
  const keys = new Set<string>();
  for (let at = 0; at <= signs.length; at += 1) {
    const before = signs.slice(0, at).join("");
    const [first, second, ...rest] = signs.slice(at);
    const behind = signs.slice(at + 1).join("");
    for (const other of others) keys.add(before + other + (first ?? "") + behind);
    if (first === undefined) continue;
    keys.add(before + behind);
    for (const other of others) keys.add(before + other + behind);
    if (second !== undefined) keys.add(before + second + first + rest.join(""));
  }
  keys.delete(key);
  return [...keys];
}

/** How many slips away the nearest of the keys is; of alike ones the first counts. */
function farOf(key: string, keys: string[]): number {
  return Math.min(...keys.map((each, at) => distance(each.slice(0, 120), key) + (at > 1 ? 0.5 : 0)));
}

/** Those within a slip or two of what was typed: fewer where that is short. */
function nearest<Row>(key: string, rows: Row[], keysOf: (row: Row) => string[]): Row[] {
  const most = key.length < 5 ? 1 : 2;
  return rows
    .map((row) => ({ row, far: farOf(key, keysOf(row)) }))
    .filter(({ far }) => far <= most)
    .toSorted((a, b) => a.far - b.far)
    .filter(({ far }, _, [best]) => far === best?.far)
    .slice(0, namedAtMost)
    .map(({ row }) => row);
}
