import { accountLabel } from "../accounts/account-name.ts";
import { shorten } from "../chat/mrkdwn.ts";
import type { Database, Transaction } from "../database.ts";
import type { Prisma } from "../generated/prisma/client.ts";

const include = { account: true } as const;
export type InvitationOfUser = Prisma.InvitationGetPayload<{ include: typeof include }>;

const atMost = 5;

/** Invitations to an e-mail that can still be accepted, the latest first. */
export async function openInvitationsOf(
  db: Database | Transaction,
  { emailKey, accountId, now }: { emailKey: string | null; accountId?: string; now: Date },
): Promise<InvitationOfUser[]> {
  if (emailKey === null) return [];
  const open = { acceptedAt: null, revokedAt: null, expiredAt: null, expiresAt: { gt: now } };
  return db.invitation.findMany({
    where: { emailKey, ...open, ...(accountId && { accountId }) },
    orderBy: { createdAt: "desc" },
    take: atMost,
    include,
  });
}

/** What goes on being open when the User is gone. */
export function staysOpenWords(invitations: InvitationOfUser[]): string[] {
  return invitations.map(
    ({ email, account }) =>
      `The invitation of ${email} to ${shorten(accountLabel(account), 60)} stays open. /cyclr revoke-invitation ends it.`,
  );
}
