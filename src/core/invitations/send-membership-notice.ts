import type { Context } from "../context.ts";
import { partnerName } from "../partner/partner-name.ts";
import type { Account } from "../generated/prisma/client.ts";
import { addressKey } from "../text/identity-key.ts";
import { membershipMail } from "./membership-mail.ts";

interface Notice {
  email: string;
  account: Account;
  asAdministrator: boolean;
  messageId: string;
}

/** Tells somebody who has a user already that one more Account is open to them. */
export async function sendMembershipNotice(
  ctx: Context,
  { email, account, asAdministrator, messageId }: Notice,
): Promise<void> {
  const user = await ctx.db.user.findUnique({ where: { emailKey: addressKey(email) } });
  if (!user?.email) return;
  const mail = await membershipMail({
    user: { username: user.username, email: user.email },
    account,
    asAdministrator,
    partnerName: await partnerName(ctx),
  });
  await ctx.mailer.send({ ...mail, messageId });
}
