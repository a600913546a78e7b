import type { App } from "../../context.ts";
import { afterText, givenNow, nowText } from "../../database-clock.ts";
import { type At, columnsOf, run, type Statement, statement } from "../statement.ts";
import { RescheduleJob } from "./job.ts";
import type { Outbox } from "./outbox.ts";

type Leasing = Pick<App, "db" | "clock" | "leases" | "log" | "metrics">;

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
  also?: string;
  /** Before its time as well. */
  early?: boolean;
}

/** The columns by which a row is meant. */
export type Which = Record<string, string>;

interface Taking {
  which: Which;
  now: Date | null;
  leaseMs: number;
}

/** A row that was taken, as `RETURNING` tells of it, and what is read beside it. */
interface TakingText extends LeaseOptions {
  by: string[];
  /** In SQL: what comes back, from `taken`. */
  reading?: string;
}

/**
 * The statement that takes a row which has something left to do, is nobody's and may be tried now, by the database's time.
 */
export function takingStatement<Row extends Leased>(
  { table, open }: Pick<Outbox, "table" | "open">,
  { by, also, early = false, reading = `SELECT * FROM taken` }: TakingText,
): Statement<Taking, Row> {
  return statement((at) => {
    const [now, until] = [nowText(at("now")), afterText(at("now"), at("leaseMs"))];
    const sets = [`"lease" = "lease" + 1`, `"leasedUntil" = ${until}`, `"dueAt" = ${until}`, also];
    const inTime = early ? "" : `AND ("notBefore" IS NULL OR "notBefore" <= ${now})`;
    return `
      WITH taken AS (
        UPDATE "${table}" SET ${sets.filter(Boolean).join(", ")}
        WHERE ${meant(at, by)} AND ${open.sql} AND ("leasedUntil" IS NULL OR "leasedUntil" <= ${now}) ${inTime}
        RETURNING ${namesOf(table)})
      ${reading}`;
  });
}

/** Takes the row. Undefined where that cannot be: see `requireNothingLeft`. */
export async function take<Row extends Leased>(
  ctx: Leasing,
  taking: Statement<Taking, Row>,
  which: Which,
): Promise<Row | undefined> {
  const [row] = await run(ctx.db, taking, { which, now: givenNow(ctx), leaseMs: ctx.leases.leaseMs });
  return row;
}

/** Each is written out once. */
function once<Made>(make: (outbox: Outbox, options: TakingText) => Made) {
  const made = new Map<string, Made>();
  return (outbox: Outbox, options: TakingText): Made => {
    const key = JSON.stringify([outbox.table, options]);
    const found = made.get(key) ?? make(outbox, options);
    made.set(key, found);
    return found;
  };
}

const takings = once((outbox, options) => takingStatement<Leased>(outbox, options));

/** The same, with nothing read beside it. */
export function takeLease<Row extends Leased>(
  ctx: Leasing,
  outbox: Outbox,
  which: Which,
  options: LeaseOptions = {},
): Promise<Row | undefined> {
  const taking = takings(outbox, { by: Object.keys(which), ...options });
  return take(ctx, taking as Statement<Taking, Row>, which);
}

const lefts = once(({ table, open }, { by }) =>
  statement<Omit<Taking, "leaseMs">, { leased: boolean; ms: number }>((at) => {
    const now = nowText(at("now"));
    return `
      SELECT coalesce("leasedUntil" > ${now}, false) AS "leased",
        (extract(epoch FROM coalesce(GREATEST("leasedUntil", "notBefore"), ${now}) - ${now}) * 1000)::float8 AS "ms"
      FROM "${table}" WHERE ${meant(at, by)} AND ${open.sql}`;
  }),
);

/** Throws RescheduleJob where a row that could not be leased is at another's, or its time has not come. */
export async function requireNothingLeft(ctx: Leasing, outbox: Outbox, which: Which): Promise<void> {
  const left = lefts(outbox, { by: Object.keys(which) });
  const [row] = await run(ctx.db, left, { which, now: givenNow(ctx) });
  if (!row) return;
  const ms = Math.max(0, Math.ceil(row.ms));
  if (row.leased) throw new RescheduleJob(Math.min(ms, outbox.pollMs ?? ms), "another worker is at it");
  throw new RescheduleJob(ms, "not yet");
}

const meant = <Values extends { which: Which }>(at: At<Values>, by: string[]): string =>
  by.map((column) => `"${column}" = ${at("which", column)}`).join(" AND ");

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
    ctx.metrics.count("cyclr_leases_lost_total", { table: outbox.table });
    ctx.log.warn({ table: outbox.table, id }, "taken over by another worker: nothing more is written");
  }
}

const namesOf = (table: Outbox["table"]) =>
  columnsOf(table)
    .map((column) => `"${column}"`)
    .join(", ");
