import { z } from "zod";
import type { Database } from "../kernel/database.ts";
import { digestOf } from "./digest-of.ts";
import { rangesIn, type SealedEvent, sealedEventsBy } from "./read-blocks.ts";

/** What an entry says of those that were erased by it: their ids, and in their order the digests of what is left, in base64. */
const said = z.object({ ids: z.string(), digests: z.base64() });

/** The entries by which others were erased. */
export interface Erasers {
  /** Whether one that its block seals as it stands says that this row was erased, and left like this. */
  prove(row: SealedEvent): boolean;
}

/** Reads those that these rows name. That their blocks are in the chain is found out where the chain comes to them. */
export async function erasersOf(db: Database, rows: SealedEvent[]): Promise<Erasers> {
  const named = [...new Set(rows.flatMap(({ erasedBy }) => erasedBy ?? []))];
  const left = new Map<string, ReadonlyMap<string, string>>();
  for (const { digest, ...eraser } of named.length > 0 ? await sealedEventsBy(db, named.map(BigInt)) : [])
    if (eraser.action === "audit-erased" && digestOf(eraser) === digest) left.set(eraser.id, leftBy(eraser));
  return {
    prove(row) {
      const digest = left.get(row.erasedBy ?? "")?.get(row.id);
      return digest !== undefined && BigInt(row.erasedBy ?? 0) > BigInt(row.id) && digest === digestOf(row);
    },
  };
}

/** By the id of each row the digest of what is left of it. */
function leftBy({ after }: SealedEvent): Map<string, string> {
  const { success, data } = said.safeParse(JSON.parse(after ?? "null"));
  const left = new Map<string, string>();
  if (!success) return left;
  const digests = Buffer.from(data.digests, "base64").toString("hex");
  let index = 0;
  for (const [first, end] of rangesIn(data.ids))
    for (let id = first; id < end && 64 * index < digests.length; id += 1n, index += 1)
      left.set(String(id), digests.slice(64 * index, 64 * index + 64));
  return left;
}
