import { distance } from "fastest-levenshtein";
import type { Database } from "../database.ts";
import { fold } from "../text/fold.ts";

const readAtMost = 20;
const namedAtMost = 3;
/** With fewer characters everything is near. */
const shortest = 3;

/** User IDs and e-mails that are spelled almost like this, the nearest first. For those alone who may know them. */
export async function similarUsers(db: Database, words: string): Promise<string[]> {
  const key = fold(words).slice(0, 100);
  if (key.length < shortest) return [];
  const rows = await db.$queryRaw<{ username: string; usernameKey: string; emailKey: string | null }[]>`
    SELECT "username", "usernameKey", "emailKey" FROM "User"
    WHERE "usernameKey" % ${key} OR "emailKey" % ${key}
    ORDER BY greatest(similarity("usernameKey", ${key}), similarity(coalesce("emailKey", ''), ${key})) DESC
    LIMIT ${readAtMost}`;
  return nearest(key, rows, ({ usernameKey, emailKey }) => [usernameKey, emailKey ?? ""]).map(
    (row) => row.username,
  );
}

/** API IDs of Accounts that are spelled almost like this, by API ID or by name, the nearest first. */
export async function similarAccounts(db: Database, words: string): Promise<string[]> {
  const key = fold(words).slice(0, 100);
  if (key.length < shortest) return [];
  const rows = await db.$queryRaw<{ apiId: string; apiIdKey: string; nameKey: string }[]>`
    SELECT "apiId", "apiIdKey", "nameKey" FROM "Account"
    WHERE "nameKey" % ${key} OR "apiIdKey" LIKE ${`${key.slice(0, 2).replace(/[\\%_]/gu, "\\$&")}%`}
    ORDER BY greatest(similarity("nameKey", ${key}), similarity("apiIdKey", ${key})) DESC
    LIMIT ${readAtMost}`;
  return nearest(key, rows, ({ apiIdKey, nameKey }) => [apiIdKey, nameKey, ...nameKey.split(" ")]).map(
    (row) => row.apiId,
  );
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
