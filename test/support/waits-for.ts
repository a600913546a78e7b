import type { Database, Transaction } from "../../src/core/kernel/database.ts";
import { until } from "./until.ts";

/** Whether something waits for what a transaction holds; it goes on once that has committed, and has ended afterwards. */
export async function waitsFor(
  db: Database,
  hold: (tx: Transaction) => Promise<unknown>,
  act: () => Promise<unknown>,
): Promise<boolean> {
  const state = { done: false, waited: false };
  let acting: Promise<unknown> = Promise.resolve();
  await db.$transaction(
    async (tx) => {
      await hold(tx);
      acting = act().finally(() => (state.done = true));
      // Told below, once nobody holds anything any more.
      acting.catch(() => undefined);
      await until(async () => state.done || (await hasWaiting(db)));
      state.waited = !state.done;
    },
    { timeout: 60_000 },
  );
  await acting.catch(() => undefined);
  return state.waited;
}

/** Until something waits for a lock. */
export const waitsForLock = (db: Database): Promise<unknown> => until(() => hasWaiting(db));

async function hasWaiting(db: Database): Promise<boolean> {
  const [row] = await db.$queryRaw<{ waiting: number }[]>`
    SELECT count(*)::int AS "waiting" FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  return (row?.waiting ?? 0) > 0;
}
