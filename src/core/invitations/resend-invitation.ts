import { accountLabel } from "../accounts/account-name.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { after } from "../clock.ts";
import { nameOf } from "../console-users/console-user-name.ts";
import { requirePermissionNow } from "../console-users/require-permission-now.ts";
import type { Context } from "../context.ts";
import type { Transaction } from "../database.ts";
import { levelOf } from "../memberships/level.ts";
import { applyOnce } from "../requests/apply-once.ts";
import { defineRequest } from "../requests/define-request.ts";
import { seal } from "../secrets/seal.ts";
import { hashToken, newToken } from "../secrets/token.ts";
import { invitationLifeMs, tokenPurpose } from "./apply-invitation.ts";
import { followCard } from "./follow-card.ts";
import { invitationInput } from "./invitation-input.ts";
import { loadInvitation, lockInvitation } from "./load-invitation.ts";
import { isOpen } from "./open-invitation.ts";
import { refuseResend } from "./refuse-resend.ts";
import { resentAs } from "./resend-limit.ts";
import { resendCard } from "./resend-card.ts";
import { sendInvitation } from "./send-invitation.ts";

/** Mails a new link for the same Invitation, good for seven days from now. The earlier link is dead at once. */
export const resendInvitationRequest = defineRequest({
  kind: "resend-invitation",
  input: invitationInput,
  needs: "users:edit",

  async plan(ctx, { invitationId }) {
    const invitation = await loadInvitation(ctx.db, invitationId);
    await refuseResend(ctx.db, invitation, ctx.clock());
    const { email, account, accountId, asAdministrator } = invitation;
    return {
      accountId,
      // One that has ended, and whose approval is used up, would come back.
      grantsAdministrator: asAdministrator && !isOpen(invitation, ctx.clock()),
      beneficiaries: [invitation.emailKey],
      openKey: `resend-invitation:${invitationId}`,
      what: `a new link for ${email} to ${accountLabel(account)}`,
      effects: [
        `A new link, good for seven days, is mailed to ${email}, to join ${accountLabel(account)} as ${levelOf(asAdministrator)}.`,
        "The link mailed earlier stops working at once.",
      ],
      warnings: account.suspendedAt ? ["The Account is suspended: the link works when it opens again."] : [],
      asks: false,
    };
  },

  async run(ctx, request, { invitationId }) {
    const outcome = await applyOnce(ctx, request, async (tx) => {
      await requirePermissionNow(tx, ctx.actor, "users:edit");
      return issueLink(ctx, tx, request.id, invitationId);
    });
    const invitation = await loadInvitation(ctx.db, invitationId);
    await followCard(ctx, invitation);
    const record = (now: Date) =>
      ctx.db.request.update({ where: { id: request.id }, data: { mailedAt: now } });
    const inviterName = request.requester ? nameOf(request.requester) : "";
    await sendInvitation(ctx, invitationId, { inviterName, record });
    await followCard(ctx, invitation);
    return outcome;
  },

  card: resendCard,
});

/** A new token on the same row, in the caller's transaction. Throws conflict where none can be issued. */
export async function issueLink(
  ctx: Context,
  tx: Transaction,
  requestId: string | null,
  id: string,
): Promise<"resent"> {
  const now = ctx.clock();
  const invitation = await lockInvitation(tx, id);
  await refuseResend(tx, invitation, now);
  const token = newToken();
  const { issue, expiresAt } = await tx.invitation.update({
    where: { id },
    data: {
      tokenHash: hashToken(token),
      tokenSealed: seal(ctx.secretKeys, tokenPurpose(id), token),
      issue: { increment: 1 },
      expiresAt: after(now, invitationLifeMs),
      expiredAt: null,
      mailHandedOverAt: null,
    },
  });
  await recordAudit(tx, ctx, {
    action: resentAs.invitation,
    subject: { kind: "invitation", id, name: invitation.email },
    accountId: invitation.accountId,
    requestId,
    before: { issue: invitation.issue, expiresAt: invitation.expiresAt.toISOString() },
    after: { issue, expiresAt: expiresAt.toISOString(), at: now.toISOString() },
  });
  return "resent";
}
