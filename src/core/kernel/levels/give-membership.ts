import type { Transaction } from "../database.ts";

/** Gives access to one Account, at a level. The caller has made sure that there is no Membership yet. */
export async function giveMembership(
  tx: Transaction,
  grant: { userId: string; accountId: string; asAdministrator: boolean; requestId: string | null; now: Date },
): Promise<void> {
  const { userId, accountId, asAdministrator, requestId, now } = grant;
  await tx.membership.create({
    data: {
      userId,
      accountId,
      createdAt: now,
      ...(asAdministrator && { grants: { create: { startsAt: now, requestId } } }),
    },
    select: { id: true },
  });
}
