import type { App } from "../../context.ts";
import { sqlAfter, sqlNow } from "../../database-clock.ts";
import { Prisma } from "../../generated/prisma/client.ts";
import { RescheduleJob } from "./job.ts";
import type { Outbox } from "./outbox.ts";

type Leasing = Pick<App, "db" | "clock" | "leases" | "log">;

/** What every leased row tells of its lease. The number is the fencing token: whoever writes back names it. */
export interface Leased {
  lease: number;
}

/** Another worker has taken the row over, so that nothing more may be written to it by this one. */
export class LeaseLost extends Error {
  override readonly name = "LeaseLost";
}

/** Throws LeaseLost where a write-back that names its lease met no row. */
export function requireLease({ count }: { count: number }): void {
  if (count === 0) throw new LeaseLost("another worker has taken this over");
}

interface LeaseOptions {
  /** In SQL: what else is written. */
  also?: Prisma.Sql;
  /** Before its time as well. */
  early?: boolean;
}

/**
 * Takes a row that has something left to do, is nobody's and may be tried now, by the database's time. Undefined otherwise:
 * see `requireNothingLeft`.
 */
export async function takeLease<Row extends Leased>(
  ctx: Leasing,
  outbox: Outbox,
  which: Prisma.Sql,
  { also, early = false }: LeaseOptions = {},
): Promise<Row | undefined> {
  const [now, until] = [sqlNow(ctx), sqlAfter(ctx, ctx.leases.leaseMs)];
  const [row] = await ctx.db.$queryRaw<Row[]>`
    UPDATE ${name(outbox.table)} SET "lease" = "lease" + 1, "leasedUntil" = ${until}, "dueAt" = ${until}${also ? Prisma.sql`, ${also}` : Prisma.empty}
    WHERE ${which} AND ${outbox.open} AND ("leasedUntil" IS NULL OR "leasedUntil" <= ${now})
      AND (${early} OR "notBefore" IS NULL OR "notBefore" <= ${now})
    RETURNING *`;
  return row;
}

/** Throws RescheduleJob where a row that could not be leased is at another's, or its time has not come. */
export async function requireNothingLeft(ctx: Leasing, outbox: Outbox, which: Prisma.Sql): Promise<void> {
  const now = sqlNow(ctx);
  const [row] = await ctx.db.$queryRaw<{ leased: boolean; ms: number }[]>`
    SELECT coalesce("leasedUntil" > ${now}, false) AS "leased",
      (extract(epoch FROM coalesce(GREATEST("leasedUntil", "notBefore"), ${now}) - ${now}) * 1000)::float8 AS "ms"
    FROM ${name(outbox.table)} WHERE ${which} AND ${outbox.open}`;
  if (!row) return;
  const ms = Math.max(0, Math.ceil(row.ms));
  if (row.leased) throw new RescheduleJob(Math.min(ms, outbox.pollMs ?? ms), "another worker is at it");
  throw new RescheduleJob(ms, "not yet");
}

/** Works on a leased row, with the lease renewed on the way. Ends quietly where another has taken the row over. */
export async function whileLeased(
  ctx: Leasing,
  outbox: Outbox,
  id: string,
  { lease }: Leased,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await ctx.leases.hold({ outbox, id, lease }, work);
  } catch (err) {
    if (!(err instanceof LeaseLost)) throw err;
    ctx.log.warn({ err, table: outbox.table, id }, "taken over by another worker: nothing more is written");
  }
}

export const name = (table: string) => Prisma.raw(`"${table}"`);
