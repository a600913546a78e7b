import type { Context } from "../context.ts";
import type { Prisma } from "../generated/prisma/client.ts";
import { unseal } from "../secrets/seal.ts";
import { tokenPurpose } from "./apply-invitation.ts";
import { invitationMail } from "./invitation-mail.ts";

interface Sending {
  inviterName: string;
  /** Written in one transaction with the record that the mail server took the mail. */
  record: (now: Date) => Prisma.PrismaPromise<unknown>;
}

/**
 * Mails the link, unless that is recorded as done. A try that may have arrived is repeated as the same mail: same
 * link, same Message-ID. False where there was nothing to mail.
 */
export async function sendInvitation(
  ctx: Context,
  invitationId: string,
  { inviterName, record }: Sending,
): Promise<boolean> {
  const invitation = await ctx.db.invitation.findUniqueOrThrow({
    where: { id: invitationId },
    include: { account: true },
  });
  const { id, issue, account, tokenSealed } = invitation;
  if (invitation.mailHandedOverAt || !tokenSealed) return false;
  const token = unseal(ctx.secretKeys, tokenPurpose(id), tokenSealed);
  const partner = await ctx.db.partner.findUnique({ where: { id: 1 } });
  const mail = await invitationMail({
    invitation,
    account,
    partnerName: partner?.name ?? "Cyclr",
    inviterName,
    link: `${ctx.publicUrl}/invitations/${token}`,
  });
  await ctx.mailer.send({ ...mail, messageId: `invitation-${id}-${issue}` });
  const now = ctx.clock();
  await ctx.db.$transaction([
    // Not where another link was issued in the meantime: that one has still to be mailed.
    ctx.db.invitation.updateMany({
      where: { id, issue },
      data: { mailHandedOverAt: now, tokenSealed: null },
    }),
    record(now),
  ]);
  return true;
}
