import type { Transaction } from "../database.ts";
import type { Prisma } from "../generated/prisma/client.ts";
import type { After } from "../kernel/outbox/transact.ts";
import { invalidateCard, invalidateMessages } from "../requests/invalidate-card.ts";

/**
 * Has the cards of temporary grants, and the offers in their threads, say what has become of them: before the audit, in
 * the transaction of the change.
 */
export async function invalidateGrants(
  tx: Transaction,
  after: After,
  which: Prisma.AdministratorGrantWhereInput,
  now: Date,
): Promise<void> {
  const grants = await tx.administratorGrant.findMany({
    where: { ...which, endsAt: { not: null }, requestId: { not: null } },
    select: { requestId: true },
    orderBy: { id: "asc" },
  });
  for (const requestId of new Set(grants.flatMap((grant) => grant.requestId ?? []))) {
    await invalidateCard(tx, after, requestId, now);
    await invalidateMessages(tx, after, { requestId, key: "ending" }, now);
  }
}

/** Has the offers to extend earlier grants of these Memberships say that they go on. */
export function invalidateOffers(
  tx: Transaction,
  after: After,
  membershipIds: string[],
  now: Date,
): Promise<void> {
  const membershipId = { in: membershipIds };
  return invalidateGrants(tx, after, { membershipId, endedAt: null, endSaidAt: { not: null } }, now);
}
