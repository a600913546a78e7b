import { recordAudit } from "../kernel/audit/record-audit.ts";
import type { ConsoleUserActor, Context } from "../context.ts";
import type { Transaction } from "../kernel/database.ts";
import { longAgo, outlivesApproval, refuseTooOften, resentAs } from "../invitations/resend-invitation.ts";
import { applyOnce } from "../kernel/requests/require-approved.ts";
import { defineRequest, type RequestRow } from "../kernel/requests/request-kind.ts";
import { standardCard } from "../kernel/requests/standard-card.ts";
import { reissueLink } from "../kernel/links/secret-link.ts";
import { accessOf, noAccess, accessWords } from "../kernel/access/access.ts";
import {
  consoleInvitationFields,
  followConsoleCard,
  consoleInvitationInput,
  loadConsoleInvitation,
  type LoadedConsoleInvitation,
  consoleInvitationState,
  openConsoleInvitation,
} from "./revoke-console-invitation.ts";
import { auditRefusals, lockAccess, requireAccessChange } from "../kernel/access/require-access-change.ts";
import { sendConsoleInvitation } from "./send-console-invitation.ts";
import { DomainError } from "../kernel/errors.ts";
import { isBacked } from "./accept-console-invitation.ts";
import { hint } from "../kernel/text/command-hint.ts";

const action = resentAs["console-invitation"];

/** Mails a new link for the same invitation to the Console, good for seven days from now. The earlier one is dead at once. */
export const resendConsoleInvitationRequest = defineRequest({
  kind: "resend-console-invitation",
  input: consoleInvitationInput,
  needs: "console-users:manage",
  undo: `${hint("console-users")} lists the invitations to the Console, so that you can revoke them.`,

  async plan(ctx, { invitationId }) {
    const invitation = await loadConsoleInvitation(ctx.db, invitationId);
    const { email } = invitation;
    const change = { before: noAccess, after: accessOf(invitation) };
    await auditRefusals(ctx, { name: email }, () => requireAccessChange(ctx, ctx.actor, change));
    await refuseConsoleResend(ctx.db, invitation, ctx.clock());
    const { isLong, ...judged } = await asInvitation(ctx.db, invitation, ctx.clock());
    return {
      ...judged,
      dedupeKey: `resend-console-invitation:${invitationId}`,
      what: `a new link for ${email} to the Console`,
      effects: [
        `A new link, good for seven days, is mailed to ${email}, to become a Console User with: ${accessWords(accessOf(invitation))}.`,
        "The link mailed earlier stops working at once.",
      ],
      warnings: isLong ? [longAgo] : [],
      needsConfirmation: false,
    };
  },

  async run(ctx, request, { invitationId }) {
    const { email } = await loadConsoleInvitation(ctx.db, invitationId);
    const outcome = await auditRefusals(ctx, { name: email }, () =>
      applyOnce(ctx, request, (tx) => issueLink(ctx, tx, request, invitationId)),
    );
    await followConsoleCard(ctx, invitationId);
    await sendConsoleInvitation(ctx, request, invitationId);
    await followConsoleCard(ctx, invitationId);
    return outcome;
  },

  card: async (app, request, { invitationId }) =>
    standardCard(app, request, {
      noun: "Resending",
      fields: await consoleInvitationFields(app, invitationId),
      done: request.mailedAt ? "Console invitation resent" : "Nothing resent",
      note: request.mailedAt
        ? [
            "A new link went out at ",
            { time: request.mailedAt },
            ", good for seven days. The earlier link no longer works.",
          ]
        : "The invitation ended before its new link was mailed.",
    }),
});

/** One whose link works no more opens the Console anew, as does one that was approved long ago: approved as an invitation is. */
async function asInvitation(
  db: Context["db"] | Transaction,
  invitation: LoadedConsoleInvitation,
  now: Date,
): Promise<{ judgedAs?: string; isLong: boolean }> {
  const isLong = await outlivesApproval(db, { kind: "console-invitation", ...invitation }, now);
  const isOpen = consoleInvitationState(invitation, now) === "open";
  return { isLong, ...((isLong || !isOpen) && { judgedAs: "invite-console-user" }) };
}

async function issueLink(
  ctx: Context<ConsoleUserActor>,
  tx: Transaction,
  request: RequestRow,
  id: string,
): Promise<"resent"> {
  const now = ctx.clock();
  const actor = await lockAccess(tx, ctx.actor);
  const invitation = await loadConsoleInvitation(tx, id);
  await requireAccessChange({ db: tx }, actor, { before: noAccess, after: accessOf(invitation) });
  await refuseConsoleResend(tx, invitation, now);
  const { link } = invitation;
  const { issue, expiresAt } = await reissueLink(ctx, tx, link);
  await recordAudit(tx, ctx, {
    action,
    subject: { kind: "console-invitation", id, name: invitation.email },
    requestId: request.id,
    before: { issue: link.issue, expiresAt: link.expiresAt.toISOString() },
    after: { issue, expiresAt: expiresAt.toISOString(), at: now.toISOString() },
  });
  return "resent";
}

/** Throws conflict where no new link can be issued. */
async function refuseConsoleResend(
  db: Context["db"] | Transaction,
  invitation: LoadedConsoleInvitation,
  now: Date,
): Promise<void> {
  const { id, email, emailKey, request } = invitation;
  const what = `The invitation of ${email} to the Console`;
  const state = consoleInvitationState(invitation, now);
  if (state === "accepted" || state === "revoked")
    throw conflict(`${what} was ${state}. There is nothing to resend.`);
  const user = await db.consoleUser.findUnique({ where: { emailKey } });
  if (user && !user.removedAt) throw conflict(`${email} is already a Console User. Nothing was sent.`);
  const open = await openConsoleInvitation({ db }, emailKey, now);
  if (open && open.id !== id)
    throw conflict(`${what} was replaced by a newer one, which is open. Resend that one.`);
  if (!isBacked(invitation, request?.requester ?? undefined))
    throw conflict(
      `The person who invited ${email} may no longer give that. Revoke the invitation, then ${hint("invite-console-user")}.`,
    );
  await refuseTooOften(db, { kind: "console-invitation", id, what }, now);
}

function conflict(sentence: string): DomainError {
  return new DomainError("conflict", sentence, "email");
}
