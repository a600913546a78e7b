import { recordAudit } from "../kernel/audit/record-audit.ts";
import type { ConsoleUserActor, Context, App } from "../context.ts";
import type { Transaction } from "../kernel/database.ts";
import { DomainError } from "../kernel/errors.ts";
import type { ConsoleInvitation, Prisma, SecretLink } from "../generated/prisma/client.ts";
import { applyOnce } from "../kernel/requests/require-approved.ts";
import { type CardContent, defineRequest, type RequestRow } from "../kernel/requests/request-kind.ts";
import { standardCard } from "../kernel/requests/standard-card.ts";
import { auditRefusals, lockAccess, type Reading } from "../kernel/access/require-access-change.ts";
import { transact } from "../kernel/outbox/transact.ts";
import { invalidateCard } from "../kernel/requests/invalidate-card.ts";
import { accessOf, accessWords } from "../kernel/access/access.ts";
import { z } from "zod";
import { linkState, openAt, revokeLinks } from "../kernel/links/secret-link.ts";
import { email, addressKey } from "../kernel/text/identity-key.ts";
import { hint } from "../kernel/text/command-hint.ts";

export const consoleInvitationWords = z.object({ email });
export const consoleInvitationInput = z.object({ invitationId: z.uuid() });

export const include = { request: { include: { requester: true } }, link: true } as const;

export type LoadedConsoleInvitation = Prisma.ConsoleInvitationGetPayload<{ include: typeof include }>;

/** The invitation of one address to the Console: the open one, else the latest. Throws not-found. */
export async function findPendingConsoleInvitation(
  app: Pick<App, "db" | "clock">,
  address: string,
): Promise<Pick<ConsoleInvitation, "id">> {
  const emailKey = addressKey(address);
  const latest = { where: { emailKey }, orderBy: { id: "desc" as const } };
  const found =
    (await openConsoleInvitation(app, emailKey, app.clock())) ??
    (await app.db.consoleInvitation.findFirst(latest));
  if (found) return found;
  const advice = `${hint("console-users")} lists the people who were invited.`;
  throw new DomainError("not-found", `Nobody has invited ${address} to the Console. ${advice}`, "email");
}

/** Throws not-found. */
export async function loadConsoleInvitation(
  db: App["db"] | Transaction,
  id: string,
): Promise<LoadedConsoleInvitation> {
  const found = await db.consoleInvitation.findUnique({ where: { id }, include });
  if (found) return found;
  throw new DomainError("not-found", "This invitation no longer exists.", "email");
}

export type WithLink = ConsoleInvitation & { link: SecretLink };

export type ConsoleInvitationState = "open" | "accepted" | "revoked" | "expired";

export function consoleInvitationState({ link }: WithLink, now: Date): ConsoleInvitationState {
  const state = linkState(link, now);
  return state === "used" ? "accepted" : state;
}

/** The open invitation to the Console for an address. */
export function openConsoleInvitation(
  { db }: Reading,
  emailKey: string,
  now: Date,
): Promise<LoadedConsoleInvitation | null> {
  return db.consoleInvitation.findFirst({ where: { emailKey, link: openAt(now) }, include });
}

/** Ends an invitation to the Console that nobody has used: its link is dead. */
export const revokeConsoleInvitationRequest = defineRequest({
  kind: "revoke-console-invitation",
  input: consoleInvitationInput,
  needs: "console-users:manage",
  undo: `${hint("invite-console-user")} invites them anew.`,

  async plan(ctx, { invitationId }) {
    const invitation = await loadConsoleInvitation(ctx.db, invitationId);
    refuseEnded(invitation, ctx.clock());
    const { email } = invitation;
    return {
      dedupeKey: `revoke-console-invitation:${invitationId}`,
      what: `revoking the invitation of ${email} to the Console`,
      effects: [`The link mailed to ${email}, to become a Console User, stops working at once.`],
      warnings: [],
      needsConfirmation: true,
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
  await revokeLinks(tx, { id: invitation.linkId }, now);
  await recordAudit(tx, ctx, {
    action: "console-invitation-revoked",
    subject: { kind: "console-invitation", id, name: invitation.email },
    requestId: request.id,
    before: { state: "open" },
    after: { state: "revoked" },
  });
  return "revoked";
}

function refuseEnded(invitation: WithLink, now: Date): void {
  const state = consoleInvitationState(invitation, now);
  if (state === "open") return;
  const what = `The invitation of ${invitation.email} to the Console`;
  const advice =
    state === "accepted" ? `${hint("remove-console-user")} takes the access away.` : "Nothing was changed.";
  const how = state === "expired" ? "has expired" : `was ${state}`;
  throw new DomainError("conflict", `${what} ${how} already. ${advice}`, "email");
}

/** Has the card of the Request that made this invitation say what has become of it. */
export async function followConsoleCard(ctx: Context, invitationId: string): Promise<void> {
  const { requestId } = await loadConsoleInvitation(ctx.db, invitationId);
  if (!requestId) return;
  await transact(ctx, (tx, after) => invalidateCard(tx, after, requestId, ctx.clock()));
}

/** Whom an invitation to the Console is for, and what it gives. */
export async function consoleInvitationFields(app: App, id: string): Promise<CardContent["fields"]> {
  const invitation = await app.db.consoleInvitation.findUnique({ where: { id } });
  return [
    ["E-mail", invitation?.email ?? "an invitation that was deleted"],
    ["Access", invitation ? accessWords(accessOf(invitation)) : ""],
  ];
}
