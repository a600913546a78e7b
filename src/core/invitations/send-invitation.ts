import { nameOf } from "../console-users/console-user-name.ts";
import type { ConsoleUserActor, Context } from "../context.ts";
import type { RequestRow } from "../requests/request-kind.ts";
import { unseal } from "../secrets/seal.ts";
import { tokenPurpose } from "./apply-invitation.ts";
import { invitationMail } from "./invitation-mail.ts";

/**
 * Mails the link, unless that is recorded as done. A try that may have arrived is repeated as the same mail: same
 * link, same Message-ID.
 */
export async function sendInvitation(ctx: Context<ConsoleUserActor>, request: RequestRow): Promise<void> {
  const invitation = await ctx.db.invitation.findFirstOrThrow({
    where: { requestId: request.id },
    include: { account: true },
    orderBy: { createdAt: "desc" },
  });
  if (invitation.mailHandedOverAt || !invitation.tokenSealed) return;
  const token = unseal(ctx.secretKeys, tokenPurpose(invitation.id), invitation.tokenSealed);
  const partner = await ctx.db.partner.findUnique({ where: { id: 1 } });
  const mail = await invitationMail({
    invitation,
    account: invitation.account,
    partnerName: partner?.name ?? "Cyclr",
    inviterName: request.requester ? nameOf(request.requester) : "",
    link: `${ctx.publicUrl}/invitations/${token}`,
  });
  await ctx.mailer.send({ ...mail, messageId: `invitation-${invitation.id}-${invitation.issue}` });
  const now = ctx.clock();
  await ctx.db.$transaction([
    ctx.db.invitation.update({
      where: { id: invitation.id },
      data: { mailHandedOverAt: now, tokenSealed: null },
    }),
    ctx.db.request.update({ where: { id: request.id }, data: { mailedAt: now } }),
  ]);
}
