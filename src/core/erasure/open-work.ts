import type { EntryToErase } from "../audit/erase-entries.ts";
import type { Database } from "../kernel/database.ts";
import { hint } from "../kernel/text/command-hint.ts";
import type { NamingRow } from "./erase-records.ts";

/** Rows that are still worked on, by table: what they say is needed until they end. */
const open: Record<string, { where: string; words: string }> = {
  Request: {
    where: `"status" IN ('draft', 'awaitingApproval', 'awaitingValues', 'queued')`,
    words: "a request that is not at its end: let it end, or cancel it",
  },
  Invitation: {
    where: `"acceptedAt" IS NULL AND "revokedAt" IS NULL AND "expiredAt" IS NULL`,
    words: `an open invitation: ${hint("revoke-invitation")} ends it`,
  },
  ConsoleInvitation: {
    where: `EXISTS (SELECT 1 FROM "SecretLink" link WHERE link."id" = "linkId"
      AND "usedAt" IS NULL AND "revokedAt" IS NULL AND "expiresAt" > now())`,
    words: `an open invitation to the Console: revoke it, as ${hint("console-users")} shows`,
  },
  Mailing: {
    where: `"sentAt" IS NULL AND "givenUpAt" IS NULL`,
    words: "a mail that waits to be sent: it is sent or given up within days",
  },
  CloudEffect: {
    where: `"doneAt" IS NULL AND "undoneAt" IS NULL`,
    words: "what is to be done in Cyclr's cloud and is not: npm run cyclr -- effects lists it",
  },
  CloudDrift: {
    where: `"goneAt" IS NULL AND "settledAt" IS NULL`,
    words: "a difference from Cyclr's cloud, where they still are: settle it, or remove them there",
  },
};

/** Why these rows cannot be erased yet, in words; nothing where none of them is worked on. */
export async function openWork(db: Database, table: string, rows: NamingRow[]): Promise<string[]> {
  const rule = open[table];
  if (!rule || rows.length === 0) return [];
  const [found] = await db.$queryRawUnsafe<{ count: number; id: string | null }[]>(
    `SELECT count(*)::int AS "count", min("id"::text) AS "id" FROM "${table}"
     WHERE "id" = ANY(SELECT (jsonb_array_elements_text($1::jsonb)::jsonb ->> 'id')::uuid) AND ${rule.where}`,
    JSON.stringify(rows.map(({ key }) => key)),
  );
  const count = found?.count ?? 0;
  return count === 0 ? [] : [`${count > 1 ? `${count} times ` : ""}${rule.words} (${table} ${found?.id})`];
}

/** The same of entries that a worker has not read yet, which asks people by them to do something in the Console there. */
export async function unreadByWorker(db: Database, entries: EntryToErase[]): Promise<string[]> {
  const [found] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS "count" FROM unnest(${entries.map(({ id }) => id)}::bigint[]) AS given ("id")
    WHERE NOT EXISTS (SELECT 1 FROM "AuditBlock" block, "CloudSteps" steps
      WHERE block."ids" @> given."id" AND block."number" <= steps."toldBlock")
      AND EXISTS (SELECT 1 FROM "CloudSteps")`;
  if (!found?.count) return [];
  return [
    "the newest entries of the audit, which a worker has not read yet: within seconds it has, while one runs",
  ];
}
