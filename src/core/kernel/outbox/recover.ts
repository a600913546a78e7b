import type { App } from "../../context.ts";
import { sqlAfter, sqlNow } from "../../database-clock.ts";
import { Prisma } from "../../generated/prisma/client.ts";
import { graceMs, type Outbox } from "./outbox.ts";
import { dispatch } from "./transact.ts";

const batchSize = 500;
const doublingsAtMost = 5;
const waitAtMostMs = 120_000;

type Recovering = Pick<App, "db" | "clock" | "queue" | "log" | "cloud">;
// oxlint-disable-next-line no-explicit-any -- rows of any table
export type AnyOutbox = Outbox<any>;

/**
 * Dispatches what is due: rows whose task was lost, never reached the queue, or died with its worker. Each is put off first,
 * a longer while each time in a row, so that whoever dies in between costs little and a backlog is not flooded. Several at
 * once take different rows. Returns how many.
 */
export async function recover(ctx: Recovering, outboxes: AnyOutbox[]): Promise<number> {
  let count = 0;
  for (const outbox of outboxes) {
    if (outbox.isFor && !outbox.isFor(ctx)) continue;
    const due = await putOff(ctx, outbox);
    if (due.length === 0) continue;
    const dispatched = await dispatch(
      ctx,
      due.map((row) => outbox.task(row)),
    );
    ctx.log[dispatched ? "info" : "debug"](
      { table: outbox.table, count: due.length, dispatched },
      "recovered",
    );
    if (dispatched) count += due.length;
    else await takeBack(ctx, outbox, due);
  }
  return count;
}

function putOff(ctx: Recovering, outbox: AnyOutbox): Promise<Record<string, string>[]> {
  const { table, id } = namesOf(outbox);
  const columns = Prisma.raw([outbox.id, ...outbox.columns].map((column) => `"${column}"`).join(", "));
  const now = sqlNow(ctx);
  const wait = Prisma.sql`LEAST(${graceMs} * power(2, LEAST("recoveries", ${doublingsAtMost})), ${waitAtMostMs})`;
  // An array is read once; IN may be read again by the plan, and then takes more than the limit.
  return ctx.db.$queryRaw`
    UPDATE ${table} SET "recoveries" = "recoveries" + 1,
      "dueAt" = ${sqlAfter(ctx, 0)} + ${wait} * INTERVAL '1 millisecond'
    WHERE ${id} = ANY(ARRAY(
      SELECT ${id} FROM ${table} WHERE ${outbox.open} AND ("dueAt" IS NULL OR "dueAt" < ${now})
        AND ("notBefore" IS NULL OR "notBefore" + ${graceMs} * INTERVAL '1 millisecond' < ${now})
      ORDER BY "dueAt" NULLS FIRST LIMIT ${batchSize} FOR UPDATE SKIP LOCKED))
    RETURNING ${columns}`;
}

/** The queue is down: due at once when it is back, however long that takes. */
async function takeBack(ctx: Recovering, outbox: AnyOutbox, rows: Record<string, string>[]): Promise<void> {
  const { table, id } = namesOf(outbox);
  await ctx.db.$executeRaw`
    UPDATE ${table} SET "recoveries" = GREATEST("recoveries" - 1, 0), "dueAt" = NULL
    WHERE ${id} = ANY(${rows.map((row) => row[outbox.id])}::uuid[]) AND ("leasedUntil" IS NULL OR "leasedUntil" < ${sqlNow(ctx)})`;
}

const namesOf = (outbox: AnyOutbox) => ({
  table: Prisma.raw(`"${outbox.table}"`),
  id: Prisma.raw(`"${outbox.id}"`),
});
