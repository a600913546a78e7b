import { createHash } from "node:crypto";
import type { App } from "../context.ts";
import { Prisma } from "../generated/prisma/client.ts";
import { auditOwners } from "../kernel/audit/audit-owners.ts";
import { counted } from "../kernel/text/counted.ts";

export interface VerifiedAudit {
  /** Rows that were read, up to the broken one. */
  count: number;
  /** Of the last good row. Empty where there is none. */
  lastHash: string;
  lastId: string | undefined;
  broken: BrokenRow | undefined;
  /** Whether a row of the chain has the hash that was expected; undefined where none was. */
  expectedFound: boolean | undefined;
}

export interface BrokenRow {
  id: string;
  fault: "changed" | "missing-before" | "inserted";
}

/** The columns as text, in the order in which they are hashed, after the number and the hash before. */
const hashed = [
  "at",
  "actorKind",
  "actorId",
  "actorName",
  "surface",
  "action",
  "subjectKind",
  "subjectId",
  "subjectName",
  "accountId",
  "requestId",
  "before",
  "after",
] as const;

type AuditText = Record<"id" | "previousHash" | "hash", string> &
  Record<(typeof hashed)[number], string | null>;

type Reader = Pick<App["db"], "$queryRaw">;

/**
 * Computes every hash of the audit again, without the database's own function, and stops at the first row that does not
 * fit. Rows that were cut off at the end are seen only against a hash that was written down before: `expected`.
 */
export async function verifyAudit(db: Reader, expected?: string, rowsAtOnce = 1000): Promise<VerifiedAudit> {
  await flushLog(db);
  const wanted = expected?.toLowerCase();
  let [count, lastId, lastHash, found] = [0, undefined as string | undefined, "", false];
  const result = (broken?: BrokenRow): VerifiedAudit => {
    return { count, lastHash, lastId, broken, expectedFound: wanted === undefined ? undefined : found };
  };
  for (;;) {
    const page = await readPage(db, lastId, rowsAtOnce);
    for (const row of page) {
      if (row.hash !== hashOf(row) || row.previousHash !== lastHash) {
        return result(await nameBroken(db, row, lastHash));
      }
      [count, lastId, lastHash] = [count + 1, row.id, row.hash];
      found ||= row.hash === wanted;
    }
    if (page.length < rowsAtOnce) return result();
  }
}

/**
 * What is audited is seen a moment before it is on the disk. The hash that is written down must outlast a crash. A standby
 * has only what is.
 */
async function flushLog(db: Reader): Promise<void> {
  await db.$queryRaw`
    SELECT CASE WHEN NOT pg_is_in_recovery() THEN pg_logical_emit_message(true, 'cyclr_access', '')::text END`;
}

/** Who could rewrite the audit as a whole, which no chain can show. */
export interface AuditKeeper {
  owner: string;
  /** The role that asks: the program's. */
  asks: string;
  mayRewrite: boolean;
}

/** Who owns the audit, and whether the role of this connection could do with it what the triggers refuse. */
export async function auditKeeper(db: Reader): Promise<AuditKeeper> {
  const [found] = await db.$queryRaw<AuditKeeper[]>`
    SELECT pg_get_userbyid(relowner)::text AS "owner", current_user::text AS "asks",
      EXISTS (${Prisma.raw(auditOwners)} AND pg_has_role(current_user, "owner", 'MEMBER')) AS "mayRewrite"
    FROM pg_class WHERE oid = '"AuditEvent"'::regclass`;
  return found ?? { owner: "nobody", asks: "nobody", mayRewrite: true };
}

/** sha256 over each column as its length in octets, ":" and its text, or "-" where it is null. */
export function hashOf(row: AuditText): string {
  const fields = [row.id, row.previousHash, ...hashed.map((column) => row[column])];
  return createHash("sha256").update(fields.map(fieldOf).join(""), "utf8").digest("hex");
}

function fieldOf(text: string | null): string {
  return text === null ? "-" : `${Buffer.byteLength(text)}:${text}`;
}

async function nameBroken(db: Reader, row: AuditText, lastHash: string): Promise<BrokenRow> {
  const [next] = await readPage(db, row.id, 1);
  // The chain goes on as if this row were not there.
  if (next?.previousHash === lastHash && next.hash === hashOf(next)) return { id: row.id, fault: "inserted" };
  if (row.hash !== hashOf(row)) return { id: row.id, fault: "changed" };
  const [first] = await afterRowWithHash(db, row.previousHash, row.id);
  return first ? { id: first.id, fault: "inserted" } : { id: row.id, fault: "missing-before" };
}

/** What stands after the row that this one follows, and so has come in between. */
function afterRowWithHash(db: Reader, hash: string, before: string): Promise<{ id: string }[]> {
  return db.$queryRaw`
    SELECT min("id")::text AS "id" FROM "AuditEvent"
    WHERE "id" < ${BigInt(before)} AND "id" > (
      SELECT CASE WHEN ${hash} = '' THEN 0 ELSE max("id") END FROM "AuditEvent"
      WHERE "id" < ${BigInt(before)} AND (${hash} = '' OR "hash" = decode(${hash}, 'hex'))
    )
    HAVING min("id") IS NOT NULL`;
}

function readPage(db: Reader, after: string | undefined, take: number): Promise<AuditText[]> {
  const floor = after === undefined ? BigInt(-1) : BigInt(after);
  return db.$queryRaw`
    SELECT "id"::text, encode("previousHash", 'hex') AS "previousHash", encode("hash", 'hex') AS "hash",
      to_char("at" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "at",
      "actorKind", "actorId", "actorName", "surface", "action", "subjectKind", "subjectId", "subjectName",
      "accountId"::text, "requestId"::text, "before"::text, "after"::text
    FROM "AuditEvent" event WHERE "id" > ${floor} ORDER BY event."id" LIMIT ${take}`;
}

/** What an operator is told of a chain that holds, and of what that does not prove. */
export function wholeWords(verified: VerifiedAudit, keeper: AuditKeeper): string {
  return [...chainWords(verified), "", ...unprovenWords(verified, keeper)].join("\n");
}

function unprovenWords({ expectedFound }: VerifiedAudit, { owner, asks, mayRewrite }: AuditKeeper): string[] {
  return [
    "What this cannot prove:",
    expectedFound
      ? "- that no rows were cut off at the end that came after the hash you gave;"
      : "- that no rows were cut off at the end: only a hash that was written down before, given to --expect, shows that;",
    `- that ${owner}, who owns the audit, or a superuser has not replaced the whole chain by another one that is also whole;`,
    "- that the program wrote down the truth. It proves only that nobody changed the entries afterwards.",
    mayRewrite
      ? `${asks}, by which the program reaches the database, may rewrite the audit itself. Give the program a role of its own: see DATABASE_OWNER_URL in the README.`
      : `${asks}, by which the program reaches the database, can add rows, and neither change nor remove any.`,
  ];
}

function chainWords({ count, lastHash, lastId, expectedFound }: VerifiedAudit): string[] {
  if (count === 0) return ["The audit is empty."];
  return [
    `The audit is whole: ${counted(count, "row")}, the last one ${lastId}. Its hash is`,
    lastHash,
    expectedFound
      ? "The hash that you expect is in the chain: nothing was cut off since it was written down."
      : "Write it down away from this database: --expect <hash> shows later whether rows were cut off at the end.",
  ];
}

/** Why the chain does not hold, the first broken row named. Undefined where it does. */
export function brokenWords(verified: VerifiedAudit): string | undefined {
  const { broken, count, lastId } = verified;
  if (broken) {
    const good = lastId === undefined ? "No row before it." : `${counted(count, "row")} before it hold.`;
    return `The audit is broken at row ${broken.id}: ${faultWords(broken)} ${good}`;
  }
  if (verified.expectedFound !== false) return undefined;
  return `The chain itself is whole, ${counted(count, "row")}, but no row has the hash that you expect: rows were cut off at its end, or the whole of it was replaced.`;
}

function faultWords({ fault }: BrokenRow): string {
  const words = {
    changed: "what it says is not what was written.",
    "missing-before":
      "it does not follow from the row before it. One or more in between are missing, or that one was rewritten.",
    inserted: "it was inserted: the chain continues without it.",
  };
  return words[fault];
}
