import type { App } from "../context.ts";
import { Prisma } from "../generated/prisma/client.ts";
import { sparkline } from "../kernel/text/sparkline.ts";
import { uuidFloor } from "../kernel/text/uuid.ts";
import { after, days } from "../kernel/time/clock.ts";
import { countedAtMost } from "./load-dashboard.ts";

/** So many weeks, the last of which ends now. */
const weeksShown = 8;

const tables = {
  accounts: Prisma.sql`"Account" WHERE true`,
  users: Prisma.sql`"User" WHERE true`,
  invitations: Prisma.sql`"Invitation" WHERE true`,
  deployments: Prisma.sql`"Deployment" WHERE true`,
  requests: Prisma.sql`"Request" WHERE true`,
  failures: Prisma.sql`"Request" WHERE "status" = 'failed'`,
} as const;

/** What is counted by the week. */
export type Weekly = keyof typeof tables;

/** How many came to be in each of the last eight weeks, oldest first; no week further than anybody wants to wait for. */
export async function weeklyCounts(
  { db, clock }: Pick<App, "db" | "clock">,
  what: Weekly,
): Promise<number[]> {
  const now = clock();
  const starts = Array.from({ length: weeksShown }, (_, at) => after(now, -days(7) * (weeksShown - at)));
  const [from, to] = [starts, starts.map((start) => after(start, days(7)))].map((list) =>
    list.map(uuidFloor),
  );
  const counts = await db.$queryRaw<{ count: number }[]>`
    SELECT (SELECT count(*)::int FROM (
      SELECT FROM ${tables[what]} AND "id" >= week."from" AND "id" < week."to" LIMIT ${countedAtMost}
    ) AS made) AS "count"
    FROM unnest(${from}::uuid[], ${to}::uuid[]) WITH ORDINALITY AS week ("from", "to", "at") ORDER BY week."at"`;
  return counts.map(({ count }) => count);
}

/** A week each, oldest first, as a chart and as the numbers that it shows: "▁▂█ 0, 2, 7". */
export function weeklyWords(counts: number[]): string {
  return `${sparkline(counts)} ${counts.map((count) => count.toLocaleString("en-GB")).join(", ")}`;
}
