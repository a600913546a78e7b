import { createHash } from "node:crypto";
import { digestOf, fieldOf } from "./digest-of.ts";
import { type Erasers, erasersOf } from "./proven-erasures.ts";
import { Prisma } from "../generated/prisma/client.ts";
import { auditOwners } from "../kernel/audit/audit-owners.ts";
import type { Database } from "../kernel/database.ts";
import {
  type AuditBlock,
  blocksAfter,
  eventsOf,
  type SealedEvent,
  type Unsealed,
  unsealedAfter,
} from "./read-blocks.ts";
import { sealWherePossible } from "./seal-audit.ts";

export interface VerifiedAudit {
  /** Sealed rows that hold, up to the fault. */
  count: number;
  /** How many of them a person was erased from, and by which entries. Of these it is what is left that holds. */
  erased: { count: number; by: string[] };
  /** Blocks that hold. */
  blocks: number;
  /** Of the last good block. Empty where there is none. */
  lastHash: string;
  lastBlock: string | undefined;
  /** Rows that are in no block yet. None are counted behind a fault. */
  unsealed: Omit<Unsealed, "inserted">;
  /** Why the rest could not be sealed now, in the database's words. */
  refused: string | undefined;
  broken: AuditFault | undefined;
  /** Whether a block of the chain has the hash that was expected; undefined where none was. */
  expectedFound: boolean | undefined;
}

export interface AuditFault {
  /** Of a row; of a block where the fault's name says so. */
  id: string;
  fault: AuditFaultName;
}

export const auditFaults = [
  "changed",
  "removed",
  "inserted",
  "unproven-erasure",
  "block-changed",
  "block-missing-before",
] as const;
export type AuditFaultName = (typeof auditFaults)[number];

/**
 * Seals what is not sealed yet, computes every digest and hash of the audit again, without the database's own functions, and
 * stops at the first row or block that does not fit. Blocks that were cut off at the end are seen only against a hash that was
 * written down before: `expected`.
 */
export async function verifyAudit(
  db: Database,
  expected?: string,
  rowsAtOnce = 1000,
): Promise<VerifiedAudit> {
  const refused = await sealWherePossible(db);
  const wanted = expected?.toLowerCase();
  let [count, blocks, found, last] = [0, 0, false, undefined as AuditBlock | undefined];
  const erased = { count: 0, by: new Set<string>() };
  let unsealed: VerifiedAudit["unsealed"] = { count: 0, since: undefined, givenUnknown: false };
  const result = (broken?: AuditFault): VerifiedAudit => {
    const expectedFound = wanted === undefined ? undefined : found;
    const [lastHash, lastBlock] = [last?.hash ?? "", last?.number];
    const without = { count: erased.count, by: [...erased.by] };
    return { count, erased: without, blocks, lastHash, lastBlock, unsealed, refused, broken, expectedFound };
  };
  for (;;) {
    const page = await blocksAfter(db, last?.number ?? "0");
    const { whole, broken } = linked(page, last);
    for (const group of inGroups(whole, rowsAtOnce)) {
      const events = await eventsOf(db, group);
      const erasers = await erasersOf(db, [...events.values()].flat());
      for (const block of group) {
        const rows = events.get(block.number) ?? [];
        const fault = brokenRow(block, rows, erasers);
        if (fault) return result(fault);
        const without = rows.flatMap(({ erasedBy }) => erasedBy ?? []);
        erased.count += without.length;
        for (const eraser of without) erased.by.add(eraser);
        [count, blocks, last] = [count + rows.length, blocks + 1, block];
        found ||= block.hash === wanted;
      }
    }
    if (broken) return result(broken);
    if (page.length === 0) break;
  }
  const { inserted, ...rest } = await unsealedAfter(db, last?.settled ?? "0");
  unsealed = rest;
  return result(inserted === undefined ? undefined : { id: inserted, fault: "inserted" });
}

/** As many as bear their own hash and that of the one before, and why the next one does not. */
function linked(
  page: AuditBlock[],
  before: AuditBlock | undefined,
): { whole: AuditBlock[]; broken?: AuditFault } {
  for (const [index, block] of page.entries()) {
    const previous = index === 0 ? before : page[index - 1];
    const fault = brokenLink(block, previous);
    if (fault) return { whole: page.slice(0, index), broken: { id: block.number, fault } };
  }
  return { whole: page };
}

function brokenLink(block: AuditBlock, previous: AuditBlock | undefined): AuditFaultName | undefined {
  if (block.hash !== hashOf(block)) return "block-changed";
  const follows = BigInt(block.number) === BigInt(previous?.number ?? 0) + 1n;
  if (!follows || block.previousHash !== (previous?.hash ?? "")) return "block-missing-before";
  const sizes = block.ids.map(([first, end]) => end - first);
  const size = sizes.reduce((sum, one) => sum + one, 0n);
  return size === BigInt(block.count) && block.digests.length === 64 * block.count
    ? undefined
    : "block-changed";
}

/** Blocks whose rows are read together: so many, or those of one block. */
function inGroups(blocks: AuditBlock[], rowsAtOnce: number): AuditBlock[][] {
  const groups: AuditBlock[][] = [];
  let room = 0;
  for (const block of blocks) {
    const last = groups.at(-1);
    if (last && block.count <= room) last.push(block);
    else groups.push([block]);
    room = (last && block.count <= room ? room : rowsAtOnce) - block.count;
  }
  return groups;
}

function brokenRow(
  { ids, digests }: AuditBlock,
  rows: SealedEvent[],
  erasers: Erasers,
): AuditFault | undefined {
  let index = 0;
  for (const [first, end] of ids)
    for (let id = first; id < end; id += 1n, index += 1) {
      const row = rows[index];
      if (row?.id !== String(id)) return { id: String(id), fault: "removed" };
      if (row.erasedBy !== null) {
        if (!erasers.prove(row)) return { id: row.id, fault: "unproven-erasure" };
      } else if (digestOf(row) !== digests.slice(64 * index, 64 * index + 64))
        return { id: row.id, fault: "changed" };
    }
  return undefined;
}

/** sha256 over the block's own columns as `digestOf` has them, and behind them the digests of its rows. */
export function hashOf(block: AuditBlock): string {
  const { number, previousHash, sealedAt, idsText, count, settled } = block;
  const fields = [number, previousHash, sealedAt, idsText, String(count), settled];
  const hash = createHash("sha256").update(fields.map(fieldOf).join(""));
  return hash.update(block.digests, "hex").digest("hex");
}

/** Who could rewrite the audit as a whole, which no chain can show. */
export interface AuditKeeper {
  owner: string;
  /** The role that asks: the program's. */
  asks: string;
  mayRewrite: boolean;
}

/** Who owns the audit, and whether the role of this connection could do with it what the triggers refuse. */
export async function auditKeeper(db: Database): Promise<AuditKeeper> {
  const [found] = await db.$queryRaw<AuditKeeper[]>`
    SELECT pg_get_userbyid(relowner)::text AS "owner", current_user::text AS "asks",
      EXISTS (${Prisma.raw(auditOwners)} AND pg_has_role(current_user, "owner", 'MEMBER')) AS "mayRewrite"
    FROM pg_class WHERE oid = '"AuditEvent"'::regclass`;
  return found ?? { owner: "nobody", asks: "nobody", mayRewrite: true };
}
