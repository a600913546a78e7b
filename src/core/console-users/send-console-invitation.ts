import { moment } from "../kernel/text/moment-words.ts";
import type { ConsoleUserActor, Context } from "../context.ts";
import { loadBrand, type MailBrand } from "../kernel/names/brand.ts";
import { letter } from "../kernel/mail/letter.ts";
import type { Mail } from "../kernel/mail/mailer.ts";
import type { RequestRow } from "../kernel/requests/request-kind.ts";
import { handedOver, mailLink } from "../kernel/links/secret-link.ts";
import { accessOf, accessWords } from "../kernel/access/access.ts";
import { nameOf } from "../kernel/access/console-user-actor.ts";

/** Mails the link, unless that is recorded as done: of the Request itself, or of the one that it sends again. */
export async function sendConsoleInvitation(
  ctx: Context<ConsoleUserActor>,
  request: RequestRow,
  invitationId?: string,
): Promise<void> {
  const invitation = await ctx.db.consoleInvitation.findFirstOrThrow({
    where: invitationId ? { id: invitationId } : { requestId: request.id },
    orderBy: { createdAt: "desc" },
    include: { link: true },
  });
  const { link, email } = invitation;
  const at = await mailLink(ctx, link, async (url) =>
    consoleInvitationMail({
      email,
      access: accessWords(accessOf(invitation)),
      expiresAt: link.expiresAt,
      brand: await loadBrand(ctx),
      inviterName: request.requester ? nameOf(request.requester) : "",
      link: url,
      timeZone: ctx.timeZone,
    }),
  );
  if (!at) return;
  await ctx.db.$transaction([
    handedOver(ctx.db, link, at),
    ctx.db.request.update({ where: { id: request.id }, data: { mailedAt: at } }),
  ]);
}

export async function consoleInvitationMail(facts: {
  email: string;
  access: string;
  expiresAt: Date;
  brand: MailBrand;
  inviterName: string;
  link: string;
  timeZone: string;
}): Promise<Omit<Mail, "messageId">> {
  const { email, access, expiresAt, brand, inviterName, link, timeZone } = facts;
  const partnerName = brand.name;
  const by = inviterName ? `${inviterName} of ${partnerName}` : partnerName;
  return {
    to: email,
    subject: `${partnerName}: you are invited to the Partner Console`,
    ...(await letter({
      title: "You are invited to the Partner Console",
      brand,
      timeZone,
      paragraphs: [
        `${by} invites you to the Partner Console of ${partnerName}, with: ${access}.`,
        "Follow the link to set your name and your password.",
      ],
      action: { label: "Accept the invitation", link },
      closing: [
        `The link works once, until ${moment(expiresAt)}.`,
        "If you did not expect this, you can ignore this mail. Nothing happens unless you use the link.",
      ],
    })),
  };
}
