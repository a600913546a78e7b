import { z } from "zod";
import type { Database, Transaction } from "../database.ts";
import { DomainError } from "../errors.ts";
import type { Cycle } from "../generated/prisma/client.ts";

/** A Cycle of this Account. Throws not-found, also for what is no id at all. */
export async function loadCycle(
  db: Database | Transaction,
  { accountId, cycleId }: { accountId: string; cycleId: string },
): Promise<Cycle> {
  const id = z.uuid().safeParse(cycleId).data;
  const cycle = id ? await db.cycle.findUnique({ where: { id, accountId } }) : null;
  if (cycle) return cycle;
  throw new DomainError("not-found", "This Account has no cycle with this id.");
}
