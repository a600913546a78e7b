import type { Transaction } from "../database.ts";
import type { After } from "../kernel/outbox/transact.ts";
import { invalidateGrants } from "./invalidate-grants.ts";

/**
 * Ends every grant of these Memberships that is active, and drops those to come; what was due already keeps its end. The
 * caller audits what that comes to.
 */
export async function endGrants(
  tx: Transaction,
  after: After,
  membershipIds: string[],
  { now, by }: { now: Date; by: string },
): Promise<void> {
  const membershipId = { in: membershipIds };
  await invalidateGrants(tx, after, { membershipId, endsAt: { gt: now } }, now);
  await tx.administratorGrant.deleteMany({ where: { membershipId, startsAt: { gt: now } } });
  await tx.administratorGrant.updateMany({
    where: { membershipId, OR: [{ endsAt: null }, { endsAt: { gt: now } }] },
    data: { endsAt: now, endedAt: now, endedBy: by },
  });
}
