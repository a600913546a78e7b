import type { Database } from "./kernel/database.ts";
import { sealedColumns } from "./features.ts";

/** How many sealed values there are under each key, by the key's id. */
export async function countSealed(db: Database): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const { table, column } of sealedColumns) {
    const groups = await db.$queryRawUnsafe<{ id: string; count: number }[]>(
      `SELECT split_part("${column}", '.', 1) AS "id", count(*)::int AS "count" FROM "${table}"
       WHERE "${column}" IS NOT NULL GROUP BY 1`,
    );
    for (const { id, count } of groups) counts.set(id, (counts.get(id) ?? 0) + count);
  }
  return counts;
}
