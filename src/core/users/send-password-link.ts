import { accountLabel } from "../accounts/account-name.ts";
import { partnerName } from "../partner/partner-name.ts";
import { nameOf } from "../console-users/console-user-name.ts";
import type { ConsoleUserActor, Context } from "../context.ts";
import type { RequestRow } from "../requests/request-kind.ts";
import { unseal } from "../secrets/seal.ts";
import { passwordLinkPurpose, passwordLinkState } from "./password-link.ts";
import { passwordMail } from "./password-mail.ts";

const accountsNamed = 20;

/** Mails the link of a Request, unless that is recorded as done. A try that may have arrived is repeated as the same mail. */
export async function sendPasswordLink(ctx: Context<ConsoleUserActor>, request: RequestRow): Promise<void> {
  const link = await ctx.db.passwordLink.findFirst({
    where: { requestId: request.id },
    include: {
      user: { include: { memberships: { include: { account: true }, take: accountsNamed + 1 } } },
    },
  });
  if (!link?.tokenSealed || !link.user.email || link.mailHandedOverAt) return;
  // A retry may come long after: a link that works no more is not mailed.
  if (passwordLinkState(link, ctx.clock()) !== "open") return;
  const token = unseal(ctx.secretKeys, passwordLinkPurpose(link.id), link.tokenSealed);
  const accounts = link.user.memberships.map(({ account }) => accountLabel(account));
  const mail = await passwordMail({
    user: { username: link.user.username, email: link.user.email },
    why: link.user.passwordHash === null ? "new" : "reset",
    accounts: accounts.length > accountsNamed ? [...accounts.slice(0, accountsNamed), "…"] : accounts,
    partnerName: await partnerName(ctx),
    senderName: request.requester ? nameOf(request.requester) : "",
    link: `${ctx.publicUrl}/passwords/${token}`,
    expiresAt: link.expiresAt,
  });
  await ctx.mailer.send({ ...mail, messageId: `password-link-${link.id}` });
  const now = ctx.clock();
  await ctx.db.$transaction([
    // Many, since the link may be gone by now with its User, or replaced by another.
    ctx.db.passwordLink.updateMany({
      where: { id: link.id },
      data: { mailHandedOverAt: now, tokenSealed: null },
    }),
    ctx.db.request.update({ where: { id: request.id }, data: { mailedAt: now }, select: { id: true } }),
  ]);
}
