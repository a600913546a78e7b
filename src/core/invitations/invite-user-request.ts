import { nameOf } from "../console-users/console-user-name.ts";
import type { ConsoleUserActor, Context } from "../context.ts";
import type { Transaction } from "../database.ts";
import { partnerName } from "../partner/partner-name.ts";
import { defineRequest } from "../requests/define-request.ts";
import type { RequestRow } from "../requests/request-kind.ts";
import { applyInvitation } from "./apply-invitation.ts";
import { inviteUserCard } from "./invite-user-card.ts";
import { type InviteUserInput, inviteUserInput } from "./invite-user-input.ts";
import { planInvitation } from "./plan-invitation.ts";
import { mailable, mailInvitation, recordHandedOver } from "./send-invitation.ts";
import { sendMembershipNotice } from "./send-membership-notice.ts";

export const inviteUserRequest = defineRequest({
  kind: "invite-user",
  input: inviteUserInput,
  needs: "users:edit",
  plan: planInvitation,
  touches: ({ accountId, asAdministrator }) => ({ accountId, grantsAdministrator: asAdministrator }),
  async run(ctx, request, input) {
    const outcome = await applyInvitation(ctx, request, input);
    if (outcome === "invited") return { outcome, ...(await mailLink(ctx, request)) };
    if (outcome === "added") return { outcome, ...(await mailNotice(ctx, request, input)) };
    return outcome;
  },
  card: inviteUserCard,
});

async function mailLink(ctx: Context<ConsoleUserActor>, request: RequestRow) {
  const [invitation, from] = await Promise.all([
    ctx.db.invitation.findFirstOrThrow({
      where: { requestId: request.id },
      include: mailable,
      orderBy: { createdAt: "desc" },
    }),
    partnerName(ctx),
  ]);
  const inviterName = request.requester ? nameOf(request.requester) : "";
  const mailedAt = await mailInvitation(ctx, invitation, { inviterName, from });
  if (!mailedAt) return {};
  return { mailedAt, record: (tx: Transaction) => recordHandedOver(tx, invitation, mailedAt) };
}

async function mailNotice(
  ctx: Context<ConsoleUserActor>,
  request: RequestRow,
  { email, asAdministrator }: InviteUserInput,
) {
  if (request.mailedAt || !request.account) return {};
  const messageId = `membership-${request.id}`;
  await sendMembershipNotice(ctx, { email, account: request.account, asAdministrator, messageId });
  return { mailedAt: ctx.clock() };
}
