import { setTimeout as sleep } from "node:timers/promises";
import type { App } from "../../context.ts";
import { run, statement } from "../statement.ts";

/** Spaces the calls to the cloud, over all processes on one database. */
export interface CloudPace {
  /** Waits for the next turn. Reading takes one only where no change waits. */
  turn(what: CloudCall): Promise<void>;
  /** Leaves the cloud alone for so long, whoever calls. */
  hold(ms: number): Promise<void>;
}

export type CloudCall = "change" | "reading";

const lane = "calls";
const now = "clock_timestamp()";
const ms = (at: string) => `${at}::float8 * INTERVAL '1 millisecond'`;
const waitUntil = (until: string) => `(extract(epoch FROM ${until} - ${now}) * 1000)::float8 AS "waitMs"`;

interface Taking {
  lane: string;
  everyMs: number;
}

/** Takes the next turn, wherever it lies; on the database's clock, so that machines need not agree. */
const takeTurn = statement<Taking, { waitMs: number }>(
  (at) => `
    INSERT INTO "CloudPace" AS pace ("lane", "freeAt") VALUES (${at("lane")}::text, ${now} + ${ms(at("everyMs"))})
    ON CONFLICT ("lane") DO UPDATE SET "freeAt" = GREATEST(pace."freeAt", ${now}) + ${ms(at("everyMs"))}
    RETURNING ${waitUntil(`"freeAt" - ${ms(at("everyMs"))}`)}`,
);

/** The same where a turn is free at this moment; else no row. */
const takeFreeTurn = statement<Taking, { waitMs: number }>(
  (at) => `
    INSERT INTO "CloudPace" AS pace ("lane", "freeAt") VALUES (${at("lane")}::text, ${now} + ${ms(at("everyMs"))})
    ON CONFLICT ("lane") DO UPDATE SET "freeAt" = ${now} + ${ms(at("everyMs"))} WHERE pace."freeAt" <= ${now}
    RETURNING 0::float8 AS "waitMs"`,
);

const untilFree = statement<{ lane: string }, { waitMs: number }>(
  (at) => `SELECT ${waitUntil(`"freeAt"`)} FROM "CloudPace" WHERE "lane" = ${at("lane")}::text`,
);

const holdLane = statement<{ lane: string; holdMs: number }, object>(
  (at) => `
    INSERT INTO "CloudPace" AS pace ("lane", "freeAt") VALUES (${at("lane")}::text, ${now} + ${ms(at("holdMs"))})
    ON CONFLICT ("lane") DO UPDATE SET "freeAt" = GREATEST(pace."freeAt", EXCLUDED."freeAt")`,
);

/** So many calls a second at most. */
export function cloudPace({ db }: Pick<App, "db">, callsPerSecond: number): CloudPace {
  const everyMs = 1000 / callsPerSecond;
  return {
    async turn(what) {
      if (what === "change") return wait((await run(db, takeTurn, { lane, everyMs }))[0]);
      while ((await run(db, takeFreeTurn, { lane, everyMs })).length === 0)
        await wait((await run(db, untilFree, { lane }))[0], 5);
    },
    async hold(holdMs) {
      await run(db, holdLane, { lane, holdMs });
    },
  };
}

async function wait(row: { waitMs: number } | undefined, least = 0): Promise<void> {
  const waitMs = Math.max(row?.waitMs ?? 0, least);
  if (waitMs > 0) await sleep(waitMs);
}
