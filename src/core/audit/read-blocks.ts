import { Prisma } from "../generated/prisma/client.ts";
import type { Database } from "../kernel/database.ts";
import { run, statement } from "../kernel/statement.ts";

/** A block of the audit, as text where it is hashed. */
export interface AuditBlock {
  number: string;
  /** The ids of its rows as ranges: the first, and the one behind the last. */
  ids: [first: bigint, end: bigint][];
  idsText: string;
  count: number;
  /** Every id up to this one is in this block or one before, or will never be. */
  settled: string;
  sealedAt: string;
  /** Of each row, in the order of the ids: 64 digits each. */
  digests: string;
  previousHash: string;
  hash: string;
}

const blocksAtOnce = 100;

const inText = (column: string): string =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** The next blocks in the order of their numbers; none at the end. */
export async function blocksAfter(db: Database, number: string): Promise<AuditBlock[]> {
  const blocks = await db.$queryRaw<Omit<AuditBlock, "ids">[]>`
    SELECT "number"::text, "ids"::text AS "idsText", "count", "settled"::text, ${Prisma.raw(inText(`"sealedAt"`))} AS "sealedAt",
      encode("digests", 'hex') AS "digests", encode("previousHash", 'hex') AS "previousHash", encode("hash", 'hex') AS "hash"
    FROM "AuditBlock" block WHERE "number" > ${BigInt(number)} ORDER BY block."number" LIMIT ${blocksAtOnce}`;
  return blocks.map((block) => ({ ...block, ids: rangesIn(block.idsText) }));
}

/** PostgreSQL writes "{[1,5),[7,8)}". What has no end is a range without ids here. */
export function rangesIn(text: string): AuditBlock["ids"] {
  return [...text.matchAll(/\[(-?\d+),(-?\d+)\)/gu)].map(([, first = "", end = ""]) => [
    BigInt(first),
    BigInt(end),
  ]);
}

/** A row of the audit as it is hashed. */
export type SealedEvent = Record<"id" | "at" | "actorKind" | "actorName" | "surface" | "action", string> &
  Record<"subjectKind" | "subjectName", string> &
  Record<
    "actorId" | "subjectId" | "accountId" | "requestId" | "callId" | "before" | "after",
    string | null
  > & {
    salt: string | null;
    /** The later entry by which it was erased, which is not hashed. */
    erasedBy: string | null;
  };

const inColumns = `event."id"::text, ${inText(`event."at"`)} AS "at",
      "actorKind", "actorId", "actorName", "surface", "action", "subjectKind", "subjectId", "subjectName",
      "accountId"::text, "requestId"::text, "callId", "before"::text, "after"::text, "salt"::text, "erasedBy"::text`;

const sealedEvents = statement<{ first: string; last: string }, SealedEvent & { block: string }>(
  (at) => `
    SELECT block."number"::text AS "block", ${inColumns}
    FROM "AuditBlock" block, unnest(block."ids") AS stretch, "AuditEvent" event
    WHERE block."number" BETWEEN ${at("first")}::bigint AND ${at("last")}::bigint
      AND event."id" >= lower(stretch) AND event."id" < upper(stretch)
    ORDER BY block."number", event."id"`,
);

/** Of blocks that follow one another, by the block's number, each in the order of the ids. */
export async function eventsOf(db: Database, blocks: AuditBlock[]): Promise<Map<string, SealedEvent[]>> {
  const [first, last] = [blocks[0]?.number ?? "0", blocks.at(-1)?.number ?? "0"];
  const events = new Map(blocks.map(({ number }) => [number, [] as SealedEvent[]]));
  for (const { block, ...row } of await run(db, sealedEvents, { first, last })) events.get(block)?.push(row);
  return events;
}

const sealedByIds = statement<{ ids: bigint[] }, SealedEvent & { digest: string }>(
  (at) => `
    SELECT ${inColumns}, encode(audit_digest_of(event."id", block."ids", block."digests"), 'hex') AS "digest"
    FROM "AuditEvent" event JOIN "AuditBlock" block ON block."ids" @> event."id"
    WHERE event."id" = ANY(${at("ids")}::bigint[])`,
);

/** Rows by their ids, each with the digest that its block has of it; none of a row that is in no block. */
export function sealedEventsBy(db: Database, ids: bigint[]): Promise<(SealedEvent & { digest: string })[]> {
  return run(db, sealedByIds, { ids });
}

/** Rows in no block. */
export interface Unsealed {
  count: number;
  /** When the oldest of them was written. */
  since: Date | undefined;
  /** The first that cannot have been written by the program: its id was settled before, or never given. */
  inserted: string | undefined;
  /** This role may not read which ids were given: whether the newest rows were inserted cannot be told. */
  givenUnknown: boolean;
}

const idsAtOnce = 100_000n;
/** No range of ids ends behind the last bigint. */
const highestId = 2n ** 63n - 2n;

interface Stretch {
  count: number;
  since: Date | null;
  inserted: string | null;
}

/** Looks at every row for its block, a stretch of ids at a time. */
export async function unsealedAfter(db: Database, settled: string): Promise<Unsealed> {
  let [count, since, from] = [0, undefined as Date | undefined, undefined as bigint | undefined];
  const [sequence] = await db.$queryRaw<{ readable: boolean }[]>`
    SELECT has_sequence_privilege(pg_get_serial_sequence('"AuditEvent"', 'id'), 'USAGE, SELECT') AS "readable"`;
  const givenUnknown = !sequence?.readable;
  const lastGiven = givenUnknown
    ? Prisma.sql`${highestId}::bigint`
    : Prisma.sql`pg_sequence_last_value(pg_get_serial_sequence('"AuditEvent"', 'id')::regclass)`;
  const told = (inserted?: string): Unsealed => ({ count, since, inserted, givenUnknown });
  for (;;) {
    const [next] = await db.$queryRaw<{ id: bigint | null; given: bigint | null }[]>`
      SELECT min("id") AS "id", ${lastGiven} AS "given"
      FROM "AuditEvent" ${from === undefined ? Prisma.empty : Prisma.sql`WHERE "id" >= ${from}`}`;
    const [id, given] = [next?.id ?? undefined, next?.given ?? 0n];
    if (id === undefined) return told();
    if (id < 1n || id > given) return told(String(id));
    const end: bigint = id + idsAtOnce > given + 1n ? given + 1n : id + idsAtOnce;
    const [found] = await db.$queryRaw<Stretch[]>`
      SELECT count(*)::int AS "count", min("at") AS "since",
        (min("id") FILTER (WHERE "id" <= ${BigInt(settled)}))::text AS "inserted"
      FROM unnest(int8multirange(int8range(${id}, ${end})) - coalesce((
        SELECT range_agg(sealed * int8range(${id}, ${end})) FROM "AuditBlock", unnest("ids") AS sealed
        WHERE "ids" && int8range(${id}, ${end})), '{}')) AS stretch, "AuditEvent"
      WHERE "id" >= lower(stretch) AND "id" < upper(stretch)`;
    count += found?.count ?? 0;
    if (found?.since && !(since && since < found.since)) since = found.since;
    if (found?.inserted) return told(found.inserted);
    from = end;
  }
}
