import { recordAudit } from "../audit/record-audit.ts";
import type { ConsoleUserActor, Context } from "../context.ts";
import type { Transaction } from "../database.ts";
import { DomainError } from "../errors.ts";
import type { ConsoleInvitation } from "../generated/prisma/client.ts";
import { applyOnce } from "../requests/apply-once.ts";
import { defineRequest } from "../requests/define-request.ts";
import type { RequestRow } from "../requests/request-kind.ts";
import { standardCard } from "../requests/standard-card.ts";
import { consoleInvitationState } from "./console-invitation-state.ts";
import { consoleInvitationFields, followConsoleCard } from "./follow-console-card.ts";
import { consoleInvitationInput, loadConsoleInvitation } from "./pending-console-invitation.ts";
import { auditRefusals, lockAccess } from "./require-access-change.ts";

/** Ends an invitation to the Console that nobody has used: its link is dead. */
export const revokeConsoleInvitationRequest = defineRequest({
  kind: "revoke-console-invitation",
  input: consoleInvitationInput,
  needs: "console-users:manage",

  async plan(ctx, { invitationId }) {
    const invitation = await loadConsoleInvitation(ctx.db, invitationId);
    refuseEnded(invitation, ctx.clock());
    const { email } = invitation;
    return {
      openKey: `revoke-console-invitation:${invitationId}`,
      what: `revoking the invitation of ${email} to the Console`,
      effects: [`The link mailed to ${email}, to become a Console User, stops working at once.`],
      warnings: [],
      asks: true,
    };
  },

  async run(ctx, request, { invitationId }) {
    const { email } = await loadConsoleInvitation(ctx.db, invitationId);
    const outcome = await auditRefusals(ctx, { name: email }, () =>
      applyOnce(ctx, request, (tx) => revoke(ctx, tx, request, invitationId)),
    );
    await followConsoleCard(ctx, invitationId);
    return outcome;
  },

  card: async (app, request, { invitationId }) =>
    standardCard(app, request, {
      noun: "Revocation",
      fields: await consoleInvitationFields(app, invitationId),
      done: "Console invitation revoked",
      note: "The link no longer works. Nobody was told by mail.",
    }),
});

async function revoke(
  ctx: Context<ConsoleUserActor>,
  tx: Transaction,
  request: RequestRow,
  id: string,
): Promise<"revoked"> {
  const now = ctx.clock();
  await lockAccess(tx, ctx.actor);
  const invitation = await loadConsoleInvitation(tx, id);
  refuseEnded(invitation, now);
  await tx.consoleInvitation.update({ where: { id }, data: { revokedAt: now, tokenSealed: null } });
  await recordAudit(tx, ctx, {
    action: "console-invitation-revoked",
    subject: { kind: "console-invitation", id, name: invitation.email },
    requestId: request.id,
    before: { state: "open" },
    after: { state: "revoked" },
  });
  return "revoked";
}

function refuseEnded(invitation: ConsoleInvitation, now: Date): void {
  const state = consoleInvitationState(invitation, now);
  if (state === "open") return;
  const what = `The invitation of ${invitation.email} to the Console`;
  const advice =
    state === "accepted" ? "/cyclr remove-console-user takes the access away." : "Nothing was changed.";
  const how = state === "expired" ? "has expired" : `was ${state}`;
  throw new DomainError("conflict", `${what} ${how} already. ${advice}`, "email");
}
