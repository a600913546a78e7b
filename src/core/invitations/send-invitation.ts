import type { Context } from "../context.ts";
import type { Database, Transaction } from "../database.ts";
import { partnerName } from "../partner/partner-name.ts";
import type { Prisma } from "../generated/prisma/client.ts";
import { unseal } from "../secrets/seal.ts";
import { userLabel } from "../users/user-name.ts";
import { isOpen } from "./open-invitation.ts";
import { tokenPurpose } from "./apply-invitation.ts";
import { invitationMail } from "./invitation-mail.ts";

export const mailable = { account: true, invitedBy: true } as const;
type Mailable = Prisma.InvitationGetPayload<{ include: typeof mailable }>;

interface Sending {
  /** Of the Partner's team; an Administrator of the Account is on the row. */
  inviterName: string;
  /** Written in one transaction with the record that the mail server took the mail. */
  record: (now: Date) => Prisma.PrismaPromise<unknown>;
}

/** Mails the link and records that. False where there was nothing to mail. */
export async function sendInvitation(
  ctx: Context,
  invitationId: string,
  { inviterName, record }: Sending,
): Promise<boolean> {
  const [invitation, from] = await Promise.all([
    ctx.db.invitation.findUniqueOrThrow({ where: { id: invitationId }, include: mailable }),
    partnerName(ctx),
  ]);
  const at = await mailInvitation(ctx, invitation, { inviterName, from });
  if (!at) return false;
  await ctx.db.$transaction([recordHandedOver(ctx.db, invitation, at), record(at)]);
  return true;
}

/**
 * Mails the link, unless that is recorded as done, and returns when the mail server took it, for `recordHandedOver`. `from`
 * is the Partner's name. A try that may have arrived is repeated as the same mail: same link, same Message-ID.
 */
export async function mailInvitation(
  ctx: Context,
  invitation: Mailable,
  { inviterName, from }: { inviterName: string; from: string },
): Promise<Date | undefined> {
  const { id, issue, account, tokenSealed, invitedBy } = invitation;
  // A retry may come long after: a link that works no more is not mailed.
  if (invitation.mailHandedOverAt || !tokenSealed || !isOpen(invitation, ctx.clock())) return undefined;
  const token = unseal(ctx.secretKeys, tokenPurpose(id), tokenSealed);
  const mail = await invitationMail({
    invitation,
    account,
    partnerName: from,
    by: invitedBy ? userLabel(invitedBy) : inviterName ? `${inviterName} of ${from}` : from,
    link: `${ctx.publicUrl}/invitations/${token}`,
  });
  await ctx.mailer.send({ ...mail, messageId: `invitation-${id}-${issue}` });
  return ctx.clock();
}

/** Not where another link was issued in the meantime: that one has still to be mailed. */
export function recordHandedOver(
  db: Database | Transaction,
  { id, issue }: Pick<Mailable, "id" | "issue">,
  mailHandedOverAt: Date,
) {
  return db.invitation.updateMany({ where: { id, issue }, data: { mailHandedOverAt, tokenSealed: null } });
}
