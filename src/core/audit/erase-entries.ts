import type { OperatorContext } from "../context.ts";
import { recordNamedAudit } from "../kernel/audit/record-audit.ts";
import { SetupError } from "../kernel/setup-error.ts";
import type { Database } from "../kernel/database.ts";
import { run, statement } from "../kernel/statement.ts";
import { sealAudit } from "./seal-audit.ts";

/** What of an entry can hold a person. A name is left as "(erased)", everything else as nothing. */
export const erasableColumns = [
  "actorId",
  "actorName",
  "subjectId",
  "subjectName",
  "callId",
  "before",
  "after",
] as const;

/** An entry and what of it is erased; nothing else of it changes. */
export interface EntryToErase {
  id: bigint;
  columns: (typeof erasableColumns)[number][];
}

/** At a time: what one entry names, with room to spare. */
const entriesAtOnce = 150;

/**
 * Erases from entries of the audit what is named of them, while its chain stays whole. What is left of each is written first into
 * an entry of its own, which is sealed, and only then are they emptied: killed at any moment, the chain is whole, and what was not
 * erased can be erased again. Only the owner of the audit can do this. Returns how many it erased; entries of which
 * nothing more is to go, and those that tell of an erasure, are passed over.
 */
export async function eraseEntries(
  ctx: OperatorContext,
  entries: readonly EntryToErase[],
  because: string,
): Promise<number> {
  await sealAudit(ctx.db);
  const ordered = entries.toSorted((one, other) => (one.id < other.id ? -1 : 1));
  let erased = 0;
  for (let from = 0; from < ordered.length; from += entriesAtOnce) {
    const batch = ordered.slice(from, from + entriesAtOnce);
    const [left] = await run(ctx.db, leaving, given(batch));
    if (left?.changed) throw new SetupError(changedWords(left.changed));
    if (!left?.ids || !left.digests) continue;
    const { ids, digests, entries } = left;
    const eraser = await recordNamedAudit(ctx.db, ctx, {
      action: "audit-erased",
      subject: { kind: "audit" },
      after: { ids, digests, entries, because },
    });
    await sealAudit(ctx.db);
    erased += await erase(ctx.db, batch, eraser);
  }
  return erased;
}

interface Given {
  ids: bigint[];
  columns: string[];
}

const given = (batch: EntryToErase[]): Given => ({
  ids: batch.map(({ id }) => id),
  columns: batch.map(({ columns }) => columns.join(" ")),
});

const toErase = (ids: string, columns: string, eraser: string) => `
  SELECT audit_left(event, string_to_array(given."columns", ' '), ${eraser}::bigint) AS "left",
    audit_proven_digest(event) IS DISTINCT FROM audit_digest(event) AS "changed"
  FROM unnest(${ids}::bigint[], ${columns}::text[]) AS given ("id", "columns") JOIN "AuditEvent" event USING ("id")
  WHERE event."action" <> 'audit-erased'
    AND audit_digest(event) <> audit_digest(audit_left(event, string_to_array(given."columns", ' '), NULL))`;

const changedWords = (id: string) =>
  `Row ${id} of the audit is not what was sealed, so that nothing is erased from it. npm run audit -- verify tells more.`;

interface Left {
  ids: string | null;
  digests: string | null;
  entries: number;
  /** The first that was changed since it was sealed. */
  changed: string | null;
}

const leaving = statement<Given, Left>(
  (at) => `
    WITH erasing AS (${toErase(at("ids"), at("columns"), "NULL")})
    SELECT range_agg(int8range(("left")."id", ("left")."id", '[]'))::text AS "ids", count(*)::int AS "entries",
      (min(("left")."id") FILTER (WHERE "changed"))::text AS "changed",
      translate(encode(string_agg(audit_digest("left"), '' ORDER BY ("left")."id"), 'base64'), E'\\n', '') AS "digests"
    FROM erasing`,
);

const erasing = statement<Given & { eraser: bigint }, { id: bigint }>(
  (at) => `
    WITH erasing AS MATERIALIZED (${toErase(at("ids"), at("columns"), at("eraser"))}
      ORDER BY event."id" FOR UPDATE OF event)
    UPDATE "AuditEvent" event SET "salt" = NULL, "erasedBy" = ("left")."erasedBy",
      ${erasableColumns.map((column) => `"${column}" = ("left")."${column}"`).join(", ")}
    FROM erasing WHERE event."id" = ("left")."id" RETURNING event."id"`,
);

/** One statement, and so one transaction. The trigger lets through what the entry `eraser` says, and only what is sealed. */
async function erase(db: Database, batch: EntryToErase[], eraser: bigint): Promise<number> {
  return (await run(db, erasing, { ...given(batch), eraser })).length;
}
