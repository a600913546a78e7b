import { Prisma } from "../generated/prisma/client.ts";
import type { Transaction } from "../kernel/database.ts";
import { isOpen } from "./drift-kinds.ts";

const columns = Prisma.raw(
  ["kind", "subject", "accountId", "userId", "parentId", "cloudId", "userName", "here", "there"]
    .map((name) => `"${name}"`)
    .join(", "),
);

/** In SQL: keeps what was said when it was ignored, unless one of its names is another by now. */
const ignoring = (column: string) => {
  const name = Prisma.raw(`"${column}"`);
  return Prisma.sql`${name} = CASE WHEN w."kind" IN ('account-renamed', 'account-moved')
    AND (d."here", d."there") <> (w."here", w."there") THEN NULL ELSE d.${name} END`;
};

/**
 * Writes down the differences that `wanted` selects, each once: what is known already is only marked as seen. What was ignored comes
 * back where a name is another one by now. Returns how many are new. In a transaction that holds the import's lock.
 */
export async function recordDrift(tx: Transaction, wanted: Prisma.Sql, now: Date): Promise<number> {
  await tx.$executeRaw`
    UPDATE "CloudDrift" d SET "lastSeenAt" = ${now}::timestamptz, "here" = w."here", "there" = w."there", "cloudId" = w."cloudId",
      "userId" = w."userId", "parentId" = coalesce(w."parentId", d."parentId"),
      ${ignoring("ignoredAt")}, ${ignoring("ignoredBy")}, ${ignoring("ignoredBecause")}
    FROM (${wanted}) w WHERE d."kind" = w."kind" AND d."subject" = w."subject" AND ${isOpen}`;
  // Not by ON CONFLICT, which uses up a number for every row that is there already.
  return tx.$executeRaw`
    INSERT INTO "CloudDrift" ("id", "seenAt", "lastSeenAt", ${columns})
    SELECT gen_random_uuid(), ${now}::timestamptz, ${now}::timestamptz, ${columns} FROM (${wanted}) w
    WHERE NOT EXISTS (
      SELECT 1 FROM "CloudDrift" d WHERE d."kind" = w."kind" AND d."subject" = w."subject" AND ${isOpen})
    ORDER BY w."kind", w."cloudId", w."userName"`;
}

/** Of those that `which` says were looked for, marks as vanished what was not found now. What is ignored stays so. */
export async function closeVanished(tx: Transaction, which: Prisma.Sql, now: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE "CloudDrift" d SET "goneAt" = ${now}::timestamptz
    WHERE ${isOpen} AND d."ignoredAt" IS NULL AND d."lastSeenAt" <> ${now}::timestamptz AND ${which}`;
}
