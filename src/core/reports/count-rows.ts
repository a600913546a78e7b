import type { App } from "../context.ts";
import { type Count, countedAtMost } from "./count.ts";

/** How many rows a table has: PostgreSQL's own estimate where it is large, else counted. */
export async function countRows(
  { db }: Pick<App, "db">,
  table: "Account" | "User" | "Deployment",
  count: () => Promise<number>,
): Promise<Count> {
  const [row] = await db.$queryRaw<{ estimate: number }[]>`
    SELECT "reltuples"::float8 AS "estimate" FROM "pg_class" WHERE "oid" = to_regclass(${`"${table}"`})`;
  const estimate = row?.estimate ?? 0;
  if (estimate > countedAtMost) return { number: estimate, is: "about" };
  return { number: await count(), is: "exact" };
}
