import { type Auditing, recordAudit } from "../kernel/audit/record-audit.ts";
import type { Database, Transaction } from "../kernel/database.ts";
import type { Invitation } from "../generated/prisma/client.ts";
import { DomainError } from "../kernel/errors.ts";
import { endInvitations, openInvitationsAt, unended } from "../kernel/links/end-invitations.ts";
import { standingAt } from "../kernel/levels/require-level.ts";
import { accountLabel } from "../kernel/names/account-name.ts";
import { shorten } from "../kernel/text/mrkdwn.ts";

interface Sender {
  userId: string;
  /** Left out: on every Account. */
  accountId?: string;
}

/** Invitations as Administrator that a User sent, as Administrator of the Account, and nobody has used. */
const sentBy = ({ userId, accountId }: Sender) => ({
  invitedById: userId,
  asAdministrator: true,
  ...(accountId && { accountId }),
  ...unended,
});

const namedAtMost = 5;

/** What becomes of them when that User loses the level, or the Account, as a sentence each. */
export async function sentInvitationWords(
  db: Database | Transaction,
  { username, ...sender }: Sender & { username: string },
  now: Date,
  { suspending = false }: { suspending?: boolean } = {},
): Promise<string[]> {
  const where = { ...sentBy(sender), ...openInvitationsAt(now) };
  const open = await db.invitation.findMany({ where, include: { account: true }, orderBy: { id: "asc" } });
  const becomes = suspending ? "cannot be used until the suspension ends" : "is revoked with it";
  const named = open
    .slice(0, namedAtMost)
    .map(
      ({ email, account }) =>
        `The open invitation of ${email} to ${shorten(accountLabel(account), 60)} as Administrator, which ${username} sent, ${becomes}.`,
    );
  const more = open.length - named.length;
  return more > 0 ? [...named, `The same goes for ${more} more that ${username} sent.`] : named;
}

/** Revokes them, in the transaction that takes the level: nobody is made Administrator by somebody who is none any more. */
export async function revokeSentInvitations(
  tx: Transaction,
  who: Auditing,
  { requestId, now, because, ...sender }: Sender & { requestId: string | null; now: Date; because: string },
): Promise<void> {
  const revoked = await endInvitations(tx, { invitation: sentBy(sender) }, { revokedAt: now });
  for (const { id, email, accountId } of revoked)
    await recordAudit(tx, who, {
      action: "invitation-revoked",
      subject: { kind: "invitation", id, name: email },
      accountId,
      requestId,
      after: { state: "revoked", because },
    });
}

/**
 * Throws forbidden where an invitation as Administrator was sent by somebody who is not Administrator of the Account by now,
 * or only for a time: what they gave would outlast what they have. The caller holds the Account.
 */
export async function requireLastingSender(
  tx: Transaction,
  { asAdministrator, invitedById, accountId }: Invitation,
  now: Date,
): Promise<void> {
  if (!asAdministrator || !invitedById) return;
  await tx.$queryRaw`SELECT "id" FROM "Membership"
    WHERE "userId" = ${invitedById}::uuid AND "accountId" = ${accountId}::uuid FOR SHARE`;
  const sender = await tx.membership.findUnique({
    where: { userId_accountId: { userId: invitedById, accountId } },
    include: { grants: true },
  });
  if (sender && sender.suspendedAt === null) {
    const { level, until } = standingAt(sender.grants, now);
    if (level === "Administrator" && until === null) return;
  }
  throw new DomainError(
    "forbidden",
    "The person who invited you as Administrator no longer is Administrator of this account, or is so only for a time. So you cannot join with this link. Ask an Administrator of the account to invite you.",
  );
}
