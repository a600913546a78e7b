import { Prisma } from "./generated/prisma/client.ts";
import { run, statement } from "./kernel/statement.ts";
import type { Clock } from "./kernel/time/clock.ts";
import { after } from "./kernel/time/clock.ts";
import type { App } from "./context.ts";

const measureEveryMs = 30_000;
const tellAboveMs = 2_000;

const readingClock = statement<object, { ms: number }>(
  () => `SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS "ms"`,
);

type Measuring = Pick<App, "db"> & Partial<Pick<App, "log">>;

export interface DatabaseClock extends Clock {
  followsDatabase: true;
  /** It does so by itself as well, about every 30 s in use. */
  measure(): Promise<void>;
}

/**
 * The database's time, without asking it each time: this machine's, and what it was found to be off. So that processes on
 * machines whose clocks differ agree on when something is due.
 */
export function databaseClock({ db, log }: Measuring, machine = Date.now): DatabaseClock {
  let offsetMs = 0;
  let measuredAt: number | undefined;
  let measuring: Promise<void> | undefined;
  const measure = async (): Promise<void> => {
    const asked = machine();
    measuredAt = asked;
    const [read] = await run(db, readingClock, {});
    if (!read) return;
    // Somewhere on its way the database read its clock: what lies within that proves nothing against what was found before.
    const [least, most] = [Math.floor(read.ms - machine()), Math.ceil(read.ms - asked)];
    if (least <= offsetMs && offsetMs <= most) return;
    const found = Math.round((least + most) / 2);
    if (Math.abs(found - offsetMs) > tellAboveMs)
      log?.warn({ offsetMs: found }, "this machine's clock is off the database's, which counts");
    offsetMs = found;
  };
  const measureOnce = (): Promise<void> =>
    (measuring ??= measure().finally(() => {
      measuring = undefined;
    }));
  const clock = (): Date => {
    if (measuredAt === undefined || Math.abs(machine() - measuredAt) >= measureEveryMs)
      measureOnce().catch((err: unknown) => log?.debug({ err }, "the database's time was not read"));
    return new Date(machine() + offsetMs);
  };
  return Object.assign(clock, { followsDatabase: true, measure: measureOnce } as const);
}

/** The same, looked at before its first use: for a tool that runs once. */
export async function measuredClock(db: App["db"]): Promise<DatabaseClock> {
  const clock = databaseClock({ db });
  await clock.measure();
  return clock;
}

/** The time in a statement: the database's own, to the millisecond in which it is needed, or where the clock was set, that. */
export function sqlNow({ clock }: Pick<App, "clock">): Prisma.Sql {
  return clock.followsDatabase ? Prisma.sql`now()` : Prisma.sql`${clock()}::timestamptz`;
}

/** So long after the statement is carried out, which may have waited for a row. */
export function sqlAfter({ clock }: Pick<App, "clock">, ms: number): Prisma.Sql {
  if (!clock.followsDatabase) return Prisma.sql`${after(clock(), ms)}::timestamptz`;
  return Prisma.sql`(clock_timestamp() + ${ms} * INTERVAL '1 millisecond')`;
}

/** The same for a statement that is written out once: the value that it takes, and where that stands. */
export function givenNow({ clock }: Pick<App, "clock">): Date | null {
  return clock.followsDatabase ? null : clock();
}
export const nowText = (at: string): string => `coalesce(${at}::timestamptz, now())`;

/** As `sqlAfter`. */
export const afterText = (at: string, ms: string): string =>
  `(coalesce(${at}::timestamptz, clock_timestamp()) + ${ms}::float8 * INTERVAL '1 millisecond')`;
