import { nameOf } from "../console-users/console-user-name.ts";
import type { ConsoleUserActor, Context } from "../context.ts";
import { defineRequest } from "../requests/define-request.ts";
import type { RequestRow } from "../requests/request-kind.ts";
import { applyInvitation } from "./apply-invitation.ts";
import { inviteUserCard } from "./invite-user-card.ts";
import { type InviteUserInput, inviteUserInput } from "./invite-user-input.ts";
import { planInvitation } from "./plan-invitation.ts";
import { sendInvitation } from "./send-invitation.ts";
import { sendMembershipNotice } from "./send-membership-notice.ts";

export const inviteUserRequest = defineRequest({
  kind: "invite-user",
  input: inviteUserInput,
  needs: "users:edit",
  plan: planInvitation,
  async run(ctx, request, input) {
    const outcome = await applyInvitation(ctx, request, input);
    if (outcome === "invited") await mailLink(ctx, request);
    if (outcome === "added") await mailNotice(ctx, request, input);
    return outcome;
  },
  card: inviteUserCard,
});

async function mailLink(ctx: Context<ConsoleUserActor>, request: RequestRow): Promise<void> {
  const { id } = await ctx.db.invitation.findFirstOrThrow({
    where: { requestId: request.id },
    orderBy: { createdAt: "desc" },
  });
  const inviterName = request.requester ? nameOf(request.requester) : "";
  await sendInvitation(ctx, id, { inviterName, record: (now) => recordMail(ctx, request, now) });
}

async function mailNotice(
  ctx: Context<ConsoleUserActor>,
  request: RequestRow,
  { email, asAdministrator }: InviteUserInput,
): Promise<void> {
  if (request.mailedAt || !request.account) return;
  const messageId = `membership-${request.id}`;
  await sendMembershipNotice(ctx, { email, account: request.account, asAdministrator, messageId });
  await recordMail(ctx, request, ctx.clock());
}

function recordMail(ctx: Context, { id }: RequestRow, now: Date) {
  return ctx.db.request.update({ where: { id }, data: { mailedAt: now } });
}
