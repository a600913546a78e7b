import { accountLabel } from "../accounts/account-name.ts";
import { recordAudit } from "../audit/record-audit.ts";
import type { Actor, Context } from "../context.ts";
import type { Transaction } from "../database.ts";
import { DomainError } from "../errors.ts";
import { levelOf } from "../memberships/level.ts";
import { applyOnce } from "../requests/apply-once.ts";
import { defineRequest } from "../requests/define-request.ts";
import { standardCard } from "../requests/standard-card.ts";
import { followCard } from "./follow-card.ts";
import { invitationInput } from "./invitation-input.ts";
import { type LoadedInvitation, loadInvitation, lockInvitation } from "./load-invitation.ts";
import { invitationState } from "./open-invitation.ts";
import { invitationFields } from "./resend-card.ts";

/** Ends an Invitation that nobody has used: its link is dead. */
export const revokeInvitationRequest = defineRequest({
  kind: "revoke-invitation",
  input: invitationInput,
  needs: "users:edit",

  async plan(ctx, { invitationId }) {
    const invitation = await loadInvitation(ctx.db, invitationId);
    refuseEnded(invitation, ctx.actor);
    const { email, account, accountId, asAdministrator } = invitation;
    const expired = invitationState(invitation, ctx.clock()) === "expired";
    return {
      accountId,
      openKey: `revoke-invitation:${invitationId}`,
      what: `revoking the invitation of ${email} to ${accountLabel(account)}`,
      effects: [
        expired
          ? `The invitation of ${email} to ${accountLabel(account)} has expired already; it leaves the list.`
          : `The link mailed to ${email}, to join ${accountLabel(account)} as ${levelOf(asAdministrator)}, stops working at once.`,
      ],
      warnings: [],
      asks: true,
    };
  },

  async run(ctx, request, { invitationId }) {
    const outcome = await applyOnce(ctx, request, (tx) => revoke(ctx, tx, request.id, invitationId));
    await followCard(ctx, await loadInvitation(ctx.db, invitationId));
    return outcome;
  },

  card: async (app, request, { invitationId }) =>
    standardCard(app, request, {
      noun: "Revocation",
      fields: await invitationFields(app, invitationId),
      done: "Invitation revoked",
      note: "The link no longer works. Nobody was told by mail.",
    }),
});

/** In the caller's transaction. Throws conflict where it was used, or revoked, already. */
export async function revoke(
  ctx: Context,
  tx: Transaction,
  requestId: string | null,
  id: string,
): Promise<"revoked"> {
  const now = ctx.clock();
  const invitation = await lockInvitation(tx, id);
  refuseEnded(invitation, ctx.actor);
  await tx.invitation.update({ where: { id }, data: { revokedAt: now, tokenSealed: null } });
  await recordAudit(tx, ctx, {
    action: "invitation-revoked",
    subject: { kind: "invitation", id, name: invitation.email },
    accountId: invitation.accountId,
    requestId,
    before: { state: invitationState(invitation, now) },
    after: { state: "revoked" },
  });
  return "revoked";
}

function refuseEnded({ email, account, acceptedAt, revokedAt }: LoadedInvitation, { kind }: Actor): void {
  const what = `The invitation of ${email} to ${accountLabel(account)} was`;
  if (acceptedAt) {
    const who = kind === "account-user" ? "Your contact there" : "/cyclr remove-user";
    const advice = `${who} takes the access away.`;
    throw new DomainError("conflict", `${what} accepted, so there is nothing to revoke. ${advice}`, "email");
  }
  if (revokedAt) throw new DomainError("conflict", `${what} revoked already. Nothing was changed.`, "email");
}
