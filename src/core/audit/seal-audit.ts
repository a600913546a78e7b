import type { Database } from "../kernel/database.ts";
import { run, statement } from "../kernel/statement.ts";
import { shorten } from "../kernel/text/mrkdwn.ts";
import { oneLine } from "../kernel/text/one-line.ts";

/** In one block: what PostgreSQL holds in its memory meanwhile. */
const rowsAtOnce = 1_000;

const sealing = statement<{ atMost: number }, { sealed: number }>(
  (at) => `SELECT audit_seal(${at("atMost")}::int) AS "sealed"`,
);

/**
 * Seals what of the audit is in no block yet, in as many blocks as that takes, until it is done or `signal` says to leave the
 * rest. Several may be at it, one behind the other. Returns how many rows it took.
 */
export async function sealAudit(db: Database, signal?: AbortSignal): Promise<number> {
  for (let count = 0; ;) {
    const [row] = await run(db, sealing, { atMost: rowsAtOnce });
    const sealed = row?.sealed ?? 0;
    count += sealed;
    if (sealed < rowsAtOnce || signal?.aborted) return count;
  }
}

/**
 * The same where that can be: a standby, and a role that may only read, are shown what is sealed by then. So is everybody where it
 * fails, as while another holds the lock; then it returns why, in the database's words.
 */
export async function sealWherePossible(db: Database): Promise<string | undefined> {
  const [found] = await db.$queryRaw<{ possible: boolean }[]>`
    SELECT current_setting('transaction_read_only') = 'off'
      AND has_function_privilege('audit_seal(integer)', 'EXECUTE') AS "possible"`;
  if (!found?.possible) return undefined;
  try {
    await sealAudit(db);
    return undefined;
  } catch (error) {
    return shorten(oneLine(error instanceof Error ? error.message : String(error)), 200);
  }
}

/** How far the sealing is, to be compared with how far it was before. */
export interface SealingState {
  /** The lowest id above `settled` that is in no block. */
  unsealed: string | null;
  /** The transactions that the last block waits for. */
  writers: string[];
  lastBlock: string | null;
}

/** Reads it from the blocks and from the first rows that are in none. */
export async function sealingState(db: Database): Promise<SealingState> {
  const [state] = await db.$queryRaw<SealingState[]>`
    WITH last AS (SELECT "number", "settled", "writers" FROM "AuditBlock" ORDER BY "number" DESC LIMIT 1),
      above AS (SELECT int8range(coalesce((SELECT "settled" FROM last), 0), 9223372036854775807, '()') AS "ids"),
      open AS (SELECT unnest(int8multirange("ids") - coalesce((
        SELECT range_agg(sealed) FROM "AuditBlock" one, unnest(one."ids") AS sealed WHERE one."ids" && above."ids"), '{}')) AS "ids" FROM above)
    SELECT (SELECT min(first."id")::text FROM open, LATERAL (SELECT "id" FROM "AuditEvent"
        WHERE "id" >= lower(open."ids") AND "id" < upper(open."ids") ORDER BY "id" LIMIT 1) first) AS "unsealed",
      coalesce((SELECT "writers" FROM last), '{}') AS "writers", (SELECT "number"::text FROM last) AS "lastBlock"`;
  return state ?? { unsealed: null, writers: [], lastBlock: null };
}
