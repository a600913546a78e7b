import type { Database, Transaction } from "../database.ts";
import type { Invitation } from "../generated/prisma/client.ts";

/** The one Invitation for an address and an Account that is neither accepted, revoked nor swept as expired. */
export function openInvitation(
  db: Database | Transaction,
  accountId: string,
  emailKey: string,
): Promise<Invitation | null> {
  return db.invitation.findFirst({
    where: { accountId, emailKey, acceptedAt: null, revokedAt: null, expiredAt: null },
  });
}

export type InvitationState = "open" | "accepted" | "revoked" | "expired";

export function invitationState(invitation: Invitation, now: Date): InvitationState {
  if (invitation.acceptedAt) return "accepted";
  if (invitation.revokedAt) return "revoked";
  return invitation.expiredAt || invitation.expiresAt <= now ? "expired" : "open";
}

export function isOpen(invitation: Invitation, now: Date): boolean {
  return invitationState(invitation, now) === "open";
}
