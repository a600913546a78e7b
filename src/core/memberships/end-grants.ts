import type { Transaction } from "../database.ts";
import type { Nudge } from "../jobs/queue.ts";
import { outdateGrants } from "./outdate-grants.ts";

/**
 * Ends every grant of these Memberships that is active, and drops those to come; what was due already keeps its end. The
 * caller audits what that comes to. Nudge with what it returns.
 */
export async function endGrants(
  tx: Transaction,
  membershipIds: string[],
  { now, by }: { now: Date; by: string },
): Promise<Nudge[]> {
  const membershipId = { in: membershipIds };
  const nudges = await outdateGrants(tx, { membershipId, endsAt: { gt: now } }, now);
  await tx.administratorGrant.deleteMany({ where: { membershipId, startsAt: { gt: now } } });
  await tx.administratorGrant.updateMany({
    where: { membershipId, OR: [{ endsAt: null }, { endsAt: { gt: now } }] },
    data: { endsAt: now, endedAt: now, endedBy: by },
  });
  return nudges;
}
