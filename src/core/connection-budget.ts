import type { Database } from "./kernel/database.ts";
import { run, statement } from "./kernel/statement.ts";
import { lanes } from "./kernel/outbox/job.ts";

/** How many connections to PostgreSQL each part of one process keeps at most. */
export interface ConnectionBudget {
  database: number;
  /** Of the queue where it is in PostgreSQL: to add jobs, to run them, and for the dashboard. */
  producers: number;
  workers: number;
  dashboard: number;
}

/** A worker whose queue is in PostgreSQL listens in each lane on a connection of its own. */
export const fewestConnections = lanes.length + 4;

/** Divides what one process may have. A process that runs no jobs leaves their part to the use cases. */
export function connectionBudget(
  total: number,
  {
    queueInPostgres,
    dashboard = false,
    takesJobs = true,
  }: { queueInPostgres: boolean; dashboard?: boolean; takesJobs?: boolean },
): ConnectionBudget {
  const producers = queueInPostgres ? Math.ceil(total / 10) : 0;
  const workers = queueInPostgres && takesJobs ? lanes.length + Math.ceil(total / 8) : 0;
  const board = queueInPostgres && dashboard ? 1 : 0;
  return { database: total - producers - workers - board, producers, workers, dashboard: board };
}

interface Limit {
  whose: string;
  most: number;
  reserved: number;
  used: number;
}

const readingLimits = statement<object, Limit>(
  () => `
  SELECT 'PostgreSQL' AS "whose", current_setting('max_connections')::int AS "most",
    current_setting('superuser_reserved_connections')::int
      + coalesce(current_setting('reserved_connections', true)::int, 0) AS "reserved",
    (SELECT sum(numbackends) FROM pg_stat_database)::int AS "used"
  UNION ALL
  SELECT 'The database', datconnlimit, 0, (SELECT numbackends FROM pg_stat_database stat WHERE stat.datname = base.datname)
  FROM pg_database base WHERE datname = current_database() AND datconnlimit >= 0
  UNION ALL
  SELECT 'The role', rolconnlimit, 0, (SELECT count(*)::int FROM pg_stat_activity WHERE usename = rolname)
  FROM pg_roles WHERE rolname = current_user AND rolconnlimit >= 0`,
);

/** A sentence for the log where there are too few connections left for one more process; undefined where there are enough. */
export async function connectionShortage(db: Database, wanted: number): Promise<string | undefined> {
  const limits = await run(db, readingLimits, {});
  const short = limits.find(({ most, reserved, used }) => most - reserved - used < wanted - 1);
  if (!short) return undefined;
  const { whose, most, reserved, used } = short;
  const kept = reserved > 0 ? `, keeps ${reserved} of them for administrators` : "";
  return (
    `${whose} takes ${most} connections${kept} and has ${used} in use; this process may need ${wanted}. ` +
    `Raise ${whose === "PostgreSQL" ? "max_connections" : "its connection limit"}, or lower DATABASE_CONNECTIONS.`
  );
}
