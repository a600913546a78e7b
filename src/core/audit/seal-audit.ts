import type { Database } from "../kernel/database.ts";
import { run, statement } from "../kernel/statement.ts";

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

/** The same where that can be: a standby, and a role that may only read, are shown what is sealed by then. */
export async function sealWherePossible(db: Database): Promise<void> {
  const [found] = await db.$queryRaw<{ possible: boolean }[]>`
    SELECT current_setting('transaction_read_only') = 'off'
      AND has_function_privilege('audit_seal(integer)', 'EXECUTE') AS "possible"`;
  if (found?.possible) await sealAudit(db);
}
