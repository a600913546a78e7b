import type { ConsoleUserActor, Context } from "../context.ts";
import type { RequestRow } from "../requests/request-kind.ts";
import { fold } from "../text/fold.ts";
import type { InviteUserInput } from "./invite-user-input.ts";
import { membershipMail } from "./membership-mail.ts";

/** Tells somebody who has a user already that one more Account is open to them. Once. */
export async function sendMembershipNotice(
  ctx: Context<ConsoleUserActor>,
  request: RequestRow,
  input: InviteUserInput,
): Promise<void> {
  if (request.mailedAt || !request.account) return;
  const user = await ctx.db.user.findUnique({ where: { emailKey: fold(input.email) } });
  if (!user?.email) return;
  const partner = await ctx.db.partner.findUnique({ where: { id: 1 } });
  const mail = await membershipMail({
    user: { username: user.username, email: user.email },
    account: request.account,
    asAdministrator: input.asAdministrator,
    partnerName: partner?.name ?? "Cyclr",
  });
  await ctx.mailer.send({ ...mail, messageId: `membership-${request.id}` });
  await ctx.db.request.update({ where: { id: request.id }, data: { mailedAt: ctx.clock() } });
}
