import type { Transaction } from "../database.ts";
import type { Prisma } from "../generated/prisma/client.ts";
import type { Nudge } from "../jobs/queue.ts";
import { outdateCard, outdateMessages } from "../requests/nudge.ts";

/**
 * Has the cards of temporary grants, and the offers in their threads, say what has become of them: before the audit, in
 * the transaction of the change. Nudge with what it returns.
 */
export async function outdateGrants(
  tx: Transaction,
  which: Prisma.AdministratorGrantWhereInput,
  now: Date,
): Promise<Nudge[]> {
  const grants = await tx.administratorGrant.findMany({
    where: { ...which, endsAt: { not: null }, requestId: { not: null } },
    select: { requestId: true },
    orderBy: { id: "asc" },
  });
  const nudges: Nudge[] = [];
  for (const requestId of new Set(grants.flatMap((grant) => grant.requestId ?? []))) {
    nudges.push(...(await outdateCard(tx, requestId, now)));
    nudges.push(...(await outdateMessages(tx, { requestId, key: "ending" }, now)));
  }
  return nudges;
}

/** Has the offers to extend earlier grants of these Memberships say that they go on. */
export function outdateOffers(tx: Transaction, membershipIds: string[], now: Date): Promise<Nudge[]> {
  const membershipId = { in: membershipIds };
  return outdateGrants(tx, { membershipId, endedAt: null, endSaidAt: { not: null } }, now);
}
