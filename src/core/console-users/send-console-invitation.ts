import { momentWords } from "../kernel/text/moment-words.ts";
import type { ConsoleUserActor, Context } from "../context.ts";
import { partnerName } from "../kernel/names/partner-name.ts";
import { letter } from "../kernel/mail/letter.ts";
import type { Mail } from "../kernel/mail/mailer.ts";
import type { RequestRow } from "../kernel/requests/request-kind.ts";
import { unseal } from "../kernel/secrets/seal.ts";
import { accessOf, accessWords } from "../kernel/access/access.ts";
import { consoleTokenPurpose } from "./apply-console-invitation.ts";
import { consoleInvitationState } from "./revoke-console-invitation.ts";
import { nameOf } from "../kernel/access/console-user-actor.ts";

/**
 * Mails the link, unless that is recorded as done. A try that may have arrived is repeated as the same mail: same
 * link, same Message-ID. Of the Request itself, or the one that it sends again.
 */
export async function sendConsoleInvitation(
  ctx: Context<ConsoleUserActor>,
  request: RequestRow,
  invitationId?: string,
): Promise<void> {
  const invitation = await ctx.db.consoleInvitation.findFirstOrThrow({
    where: invitationId ? { id: invitationId } : { requestId: request.id },
    orderBy: { createdAt: "desc" },
  });
  if (invitation.mailHandedOverAt || !invitation.tokenSealed) return;
  // A retry may come long after: a link that works no more is not mailed.
  if (consoleInvitationState(invitation, ctx.clock()) !== "open") return;
  const token = unseal(ctx.secretKeys, consoleTokenPurpose(invitation.id), invitation.tokenSealed);
  const mail = await consoleInvitationMail({
    email: invitation.email,
    access: accessWords(accessOf(invitation)),
    expiresAt: invitation.expiresAt,
    partnerName: await partnerName(ctx),
    inviterName: request.requester ? nameOf(request.requester) : "",
    link: `${ctx.publicUrl}/console-invitations/${token}`,
  });
  await ctx.mailer.send({ ...mail, messageId: `console-invitation-${invitation.id}-${invitation.issue}` });
  const now = ctx.clock();
  await ctx.db.$transaction([
    // Not where another link was issued in the meantime: that one has still to be mailed.
    ctx.db.consoleInvitation.updateMany({
      where: { id: invitation.id, issue: invitation.issue },
      data: { mailHandedOverAt: now, tokenSealed: null },
    }),
    ctx.db.request.update({ where: { id: request.id }, data: { mailedAt: now } }),
  ]);
}

export async function consoleInvitationMail(facts: {
  email: string;
  access: string;
  expiresAt: Date;
  partnerName: string;
  inviterName: string;
  link: string;
}): Promise<Omit<Mail, "messageId">> {
  const { email, access, expiresAt, partnerName, inviterName, link } = facts;
  const by = inviterName ? `${inviterName} of ${partnerName}` : partnerName;
  return {
    to: email,
    subject: `${partnerName}: you are invited to the Partner Console`,
    ...(await letter({
      title: "You are invited to the Partner Console",
      paragraphs: [
        `${by} invites you to the Partner Console of ${partnerName}, with: ${access}.`,
        "Follow the link to set your name and your password.",
      ],
      action: { label: "Accept the invitation", link },
      closing: [
        `The link works once, until ${momentWords(expiresAt)}.`,
        "If you did not expect this, you can ignore this mail. Nothing happens unless you use the link.",
      ],
    })),
  };
}
