import { accountLabel } from "../kernel/names/account-name.ts";
import { recordAudit } from "../kernel/audit/record-audit.ts";
import type { Actor, Context, App } from "../context.ts";
import type { Transaction } from "../kernel/database.ts";
import { DomainError } from "../kernel/errors.ts";
import { levelOf } from "../kernel/levels/require-level.ts";
import { defineChange } from "../kernel/requests/define-change.ts";
import type { CardContent, RequestRow } from "../kernel/requests/request-kind.ts";
import { standardCard } from "../kernel/requests/standard-card.ts";
import { revokeLinks } from "../kernel/links/secret-link.ts";
import { invitationState, loaded, type LoadedInvitation } from "./find-invitation.ts";
import { z } from "zod";
import { transact } from "../kernel/outbox/transact.ts";
import { invalidateCard } from "../kernel/requests/invalidate-card.ts";
import type { RichText } from "../kernel/chat/chat.ts";
import { hint } from "../kernel/text/command-hint.ts";

/** What the row of a Request about one Invitation holds. */
export const invitationInput = z.object({ invitationId: z.uuid() });

/** Ends an Invitation that nobody has used: its link is dead. */
export const revokeInvitationRequest = defineChange({
  kind: "revoke-invitation",
  input: invitationInput,
  needs: "users:edit",
  undo: `${hint("invite")} invites them anew.`,

  async plan(ctx, { invitationId }) {
    const invitation = await loadInvitation(ctx.db, invitationId);
    refuseEnded(invitation, ctx.actor);
    const { email, account, accountId, asAdministrator } = invitation;
    const expired = invitationState(invitation, ctx.clock()) === "expired";
    return {
      accountId,
      dedupeKey: `revoke-invitation:${invitationId}`,
      what: `revoking the invitation of ${email} to ${accountLabel(account)}`,
      effects: [
        expired
          ? `The invitation of ${email} to ${accountLabel(account)} has expired already; it leaves the list.`
          : `The link mailed to ${email}, to join ${accountLabel(account)} as ${levelOf(asAdministrator)}, stops working at once.`,
      ],
      warnings: [],
      needsConfirmation: true,
    };
  },

  change: {
    apply: (ctx, tx, _after, { invitationId }, { requestId }) => revoke(ctx, tx, requestId, invitationId),
    follow: async (ctx, { invitationId }) => followCard(ctx, await loadInvitation(ctx.db, invitationId)),
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
  await revokeLinks(tx, { id: invitation.linkId }, now);
  await tx.invitation.update({ where: { id }, data: { revokedAt: now } });
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
    const who = kind === "account-user" ? "Your contact there" : hint("remove-user");
    const advice = `${who} takes the access away.`;
    throw new DomainError("conflict", `${what} accepted, so there is nothing to revoke. ${advice}`, "email");
  }
  if (revokedAt) throw new DomainError("conflict", `${what} revoked already. Nothing was changed.`, "email");
}

/** Has the card of the Request that made this Invitation say what has become of it. */
export async function followCard(ctx: Context, { requestId }: LoadedInvitation): Promise<void> {
  if (!requestId) return;
  await transact(ctx, (tx, after) => invalidateCard(tx, after, requestId, ctx.clock()));
}

/** Throws not-found. */
export async function loadInvitation(db: App["db"] | Transaction, id: string): Promise<LoadedInvitation> {
  const found = await db.invitation.findUnique({ where: { id }, include: loaded });
  if (found) return found;
  throw new DomainError("not-found", "This invitation no longer exists.", "email");
}

/** Nobody else changes it before the end of the transaction. */
export async function lockInvitation(tx: Transaction, id: string): Promise<LoadedInvitation> {
  await tx.$queryRaw`SELECT FROM "SecretLink" WHERE "id" = (SELECT "linkId" FROM "Invitation" WHERE "id" = ${id}::uuid)
    FOR UPDATE`;
  return loadInvitation(tx, id);
}

export async function resendCard(
  app: App,
  request: RequestRow,
  { invitationId }: { invitationId: string },
): Promise<CardContent> {
  return standardCard(app, request, {
    noun: "Resending",
    fields: await invitationFields(app, invitationId),
    done: request.mailedAt ? "Invitation resent" : "Nothing resent",
    note: noteOf(request),
  });
}

/** Whom an Invitation is for, and for what. */
async function invitationFields(app: App, id: string): Promise<CardContent["fields"]> {
  const invitation = await app.db.invitation.findUnique({ where: { id }, include: { account: true } });
  return [
    ["E-mail", invitation?.email ?? "an invitation that was deleted"],
    ["Account", invitation ? accountLabel(invitation.account) : "an Account that was deleted"],
  ];
}

function noteOf({ mailedAt }: RequestRow): RichText {
  if (!mailedAt) return "The invitation ended before its new link was mailed.";
  return [
    "A new link went out at ",
    { time: mailedAt },
    ", good for seven days. The earlier link no longer works.",
  ];
}
