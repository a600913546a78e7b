import type { Transaction } from "../database.ts";
import type { Prisma } from "../generated/prisma/client.ts";
import type { Task } from "../kernel/outbox/queue.ts";
import { invalidateCard, invalidateMessages } from "../requests/invalidate-card.ts";

/**
 * Has the cards of temporary grants, and the offers in their threads, say what has become of them: before the audit, in
 * the transaction of the change. Dispatch what it returns.
 */
export async function invalidateGrants(
  tx: Transaction,
  which: Prisma.AdministratorGrantWhereInput,
  now: Date,
): Promise<Task[]> {
  const grants = await tx.administratorGrant.findMany({
    where: { ...which, endsAt: { not: null }, requestId: { not: null } },
    select: { requestId: true },
    orderBy: { id: "asc" },
  });
  const tasks: Task[] = [];
  for (const requestId of new Set(grants.flatMap((grant) => grant.requestId ?? []))) {
    tasks.push(...(await invalidateCard(tx, requestId, now)));
    tasks.push(...(await invalidateMessages(tx, { requestId, key: "ending" }, now)));
  }
  return tasks;
}

/** Has the offers to extend earlier grants of these Memberships say that they go on. */
export function invalidateOffers(tx: Transaction, membershipIds: string[], now: Date): Promise<Task[]> {
  const membershipId = { in: membershipIds };
  return invalidateGrants(tx, { membershipId, endedAt: null, endSaidAt: { not: null } }, now);
}
