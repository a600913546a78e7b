import type { Database, Transaction } from "../database.ts";

/** How many Invitations to an Account can still be accepted. */
export function countOpenInvitations(
  db: Database | Transaction,
  accountId: string,
  now: Date,
): Promise<number> {
  return db.invitation.count({
    where: { accountId, acceptedAt: null, revokedAt: null, expiredAt: null, expiresAt: { gt: now } },
  });
}
