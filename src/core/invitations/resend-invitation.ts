import { hint } from "../kernel/text/command-hint.ts";
import { moment } from "../kernel/text/moment-words.ts";
import { accountLabel } from "../kernel/names/account-name.ts";
import { recordAudit } from "../kernel/audit/record-audit.ts";
import { after, days, minutes } from "../kernel/time/clock.ts";
import { nameOf } from "../kernel/access/console-user-actor.ts";
import { requirePermissionNow } from "../kernel/access/require-access-change.ts";
import type { Context, App } from "../context.ts";
import type { Transaction } from "../kernel/database.ts";
import { levelOf } from "../kernel/levels/require-level.ts";
import { applyOnce } from "../kernel/requests/require-approved.ts";
import { defineRequest } from "../kernel/requests/request-kind.ts";
import { lifeMsOf, reissueLink } from "../kernel/links/secret-link.ts";
import {
  followCard,
  invitationInput,
  loadInvitation,
  lockInvitation,
  resendCard,
} from "./revoke-invitation.ts";
import { keysOf } from "../users/handed-credentials.ts";
import { isOpen, invitationState, type LoadedInvitation, openInvitation } from "./find-invitation.ts";
import { sendInvitation } from "./send-invitation.ts";
import { DomainError } from "../kernel/errors.ts";

const atMost = 3;
const withinMs = minutes(10);

interface Resent {
  /** What it is, as the audit has it. */
  kind: "invitation" | "console-invitation";
  id: string;
  /** How a sentence names it. */
  what: string;
}

export const resentAs = {
  invitation: "invitation-resent",
  "console-invitation": "console-invitation-resent",
} as const;

/** Throws conflict where it was resent three times within ten minutes; counted in the audit, by each one's `after.at`. */
export async function refuseTooOften(
  db: App["db"] | Transaction,
  { kind, id, what }: Resent,
  now: Date,
): Promise<void> {
  const latest = await db.auditEvent.findMany({
    where: { subjectKind: kind, subjectId: id, action: resentAs[kind] },
    orderBy: { id: "desc" },
    take: atMost,
    select: { after: true },
  });
  const oldest = latest.length === atMost ? (latest.at(-1)?.after as { at?: string } | null) : undefined;
  const again = oldest?.at ? after(new Date(oldest.at), withinMs) : undefined;
  if (!again || again <= now) return;
  throw new DomainError(
    "conflict",
    `${what} was resent ${atMost} times within ten minutes. Try again after ${moment(again)}, and ask them to look in their spam folder.`,
    "email",
  );
}

const approvedForMs = days(30);

interface Renewed extends Pick<Resent, "kind" | "id"> {
  /** The Request that made it. */
  requestId: string | null;
  createdAt: Date;
}

/**
 * Whether a link that is issued now would still work 30 days after somebody last approved this, or, where nobody had to, after
 * it was made: an invitation that is resent again and again would otherwise live on one approval for ever.
 */
export async function outlivesApproval(
  db: App["db"] | Transaction,
  { kind, id, requestId, createdAt }: Renewed,
  now: Date,
): Promise<boolean> {
  const resent = await db.auditEvent.findMany({
    where: { subjectKind: kind, subjectId: id, action: resentAs[kind] },
    select: { requestId: true },
  });
  const ids = [requestId, ...resent.map((one) => one.requestId)].flatMap((one) => one ?? []);
  const approved = await db.request.findFirst({
    where: { id: { in: ids }, approvedAt: { not: null } },
    orderBy: { approvedAt: "desc" },
    select: { approvedAt: true },
  });
  return after(now, lifeMsOf("invitation")) > after(approved?.approvedAt ?? createdAt, approvedForMs);
}

export const longAgo =
  "Nobody has approved this invitation in the last 23 days, so a new link is judged as a new invitation.";

/** Mails a new link for the same Invitation, good for seven days from now. The earlier link is dead at once. */
export const resendInvitationRequest = defineRequest({
  kind: "resend-invitation",
  input: invitationInput,
  needs: "users:edit",
  undo: `${hint("revoke-invitation")} ends the invitation, while nobody has used it.`,

  async plan(ctx, { invitationId }) {
    const invitation = await loadInvitation(ctx.db, invitationId);
    await refuseResend(ctx.db, invitation, ctx.clock());
    const { email, emailKey, account, accountId, asAdministrator } = invitation;
    const user = await ctx.db.user.findUnique({ where: { emailKey } });
    const now = ctx.clock();
    const isLong =
      asAdministrator && (await outlivesApproval(ctx.db, { kind: "invitation", ...invitation }, now));
    return {
      accountId,
      // One that has ended, and whose approval is used up, would come back.
      grantsAdministrator: asAdministrator && (isLong || !isOpen(invitation, now)),
      beneficiaries: [...new Set([emailKey, ...(user ? keysOf(user) : [])])],
      dedupeKey: `resend-invitation:${invitationId}`,
      what: `a new link for ${email} to ${accountLabel(account)}`,
      effects: [
        `A new link, good for seven days, is mailed to ${email}, to join ${accountLabel(account)} as ${levelOf(asAdministrator)}.`,
        "The link mailed earlier stops working at once.",
      ],
      warnings: [
        ...(isLong ? [longAgo] : []),
        ...(account.suspendedAt ? ["The Account is suspended. The link works when it is resumed."] : []),
      ],
      needsConfirmation: false,
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
  const { link } = invitation;
  const { issue, expiresAt } = await reissueLink(ctx, tx, link);
  await tx.invitation.update({ where: { id }, data: { expiredAt: null }, select: { id: true } });
  await recordAudit(tx, ctx, {
    action: resentAs.invitation,
    subject: { kind: "invitation", id, name: invitation.email },
    accountId: invitation.accountId,
    requestId,
    before: { issue: link.issue, expiresAt: link.expiresAt.toISOString() },
    after: { issue, expiresAt: expiresAt.toISOString(), at: now.toISOString() },
  });
  return "resent";
}

/** Throws conflict where no new link can be issued: it was used or revoked, another is open, or it was done too often. */
async function refuseResend(
  db: App["db"] | Transaction,
  invitation: LoadedInvitation,
  now: Date,
): Promise<void> {
  const { email, account, emailKey, accountId } = invitation;
  const what = `The invitation of ${email} to ${accountLabel(account)}`;
  const state = invitationState(invitation, now);
  if (state === "accepted" || state === "revoked") {
    throw conflict(`${what} was ${state}. There is nothing to resend.`);
  }
  const open = await openInvitation(db, accountId, emailKey);
  if (open && open.id !== invitation.id)
    throw conflict(`${what} was replaced by a newer one, which is open. Resend that one.`);
  const member = await db.membership.count({ where: { accountId, user: { emailKey } } });
  if (member > 0)
    throw conflict(`${email} is a member of ${accountLabel(account)} already. Nothing was sent.`);
  await refuseTooOften(db, { kind: "invitation", id: invitation.id, what }, now);
}

function conflict(sentence: string): DomainError {
  return new DomainError("conflict", sentence, "email");
}
