import type { Client } from "pg";

/** Rows that are not in exactly one block, and rows that came after they were said to be settled; in words. */
export async function sealingFaults(sql: Pick<Client, "query">): Promise<string[]> {
  const { rows } = await sql.query<{ fault: string }>(`
    SELECT 'row ' || "id" || ' is in ' || "blocks" || ' blocks' AS "fault" FROM (
      SELECT "id", (SELECT count(*) FROM "AuditBlock" WHERE "ids" @> event."id") AS "blocks" FROM "AuditEvent" event) found
    WHERE "blocks" <> 1
    UNION ALL
    SELECT 'block ' || later."number" || ' has a row that was settled in block ' || earlier."number"
    FROM "AuditBlock" earlier JOIN "AuditBlock" later ON later."number" > earlier."number"
    WHERE lower(later."ids") <= earlier."settled"
    UNION ALL
    SELECT 'blocks have ' || sum("count") || ' rows' FROM "AuditBlock"
    HAVING sum("count") <> (SELECT count(*) FROM "AuditEvent")`);
  return rows.map(({ fault }) => fault);
}
