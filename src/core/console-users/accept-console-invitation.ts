import { z } from "zod";
import { recordAudit } from "../kernel/audit/record-audit.ts";
import type { Context, Invitee, App } from "../context.ts";
import type { Transaction } from "../kernel/database.ts";
import { DomainError } from "../kernel/errors.ts";
import type { ConsoleInvitation, ConsoleUser } from "../generated/prisma/client.ts";
import { transact } from "../kernel/outbox/transact.ts";
import { dropVotesOf } from "../kernel/requests/approvals.ts";
import { invalidateCard, invalidateWaiting } from "../kernel/requests/invalidate-card.ts";
import { hashPassword } from "../kernel/secrets/password.ts";
import { passwordPair, passwordsDiffer, samePasswords } from "../kernel/secrets/password-pair.ts";
import { passwordFault } from "../kernel/secrets/password-fault.ts";
import { personName } from "../kernel/text/person-name.ts";
import { accessOf, isActive, noAccess, accessWords, allows } from "../kernel/access/access.ts";
import { unlinked } from "./chat-link.ts";
import { nameOf } from "../kernel/access/console-user-actor.ts";
import { lockConsoleUsers, type Reading } from "../kernel/access/require-access-change.ts";
import { byToken, useUp } from "../kernel/links/secret-link.ts";
import { accessRefusal } from "../kernel/access/access-refusal.ts";
import {
  type ConsoleInvitationState,
  consoleInvitationState,
  include,
  type LoadedConsoleInvitation,
} from "./revoke-console-invitation.ts";

export interface FoundConsoleInvitation {
  /** "known" where the address is a Console User by now. */
  state: ConsoleInvitationState | "known";
  invitation: LoadedConsoleInvitation;
  inviter: ConsoleUser | undefined;
}

/** The invitation behind a link, whatever its state. Undefined where the link was never ours. */
export async function findConsoleInvitation(
  reading: Reading & Pick<App, "clock">,
  token: string,
): Promise<FoundConsoleInvitation | undefined> {
  const { db, clock } = reading;
  const link = byToken("consoleInvitation", token);
  const invitation = await db.consoleInvitation.findFirst({ where: { link }, include });
  if (!invitation) return undefined;
  const inviter = invitation.request?.requester ?? undefined;
  const state = consoleInvitationState(invitation, clock());
  if (state !== "open") return { state, invitation, inviter };
  const user = await db.consoleUser.findUnique({ where: { emailKey: invitation.emailKey } });
  if (user && !user.removedAt) return { state: "known", invitation, inviter };
  return { state: isBacked(invitation, inviter) ? "open" : "revoked", invitation, inviter };
}

/** What is given is given by the inviter as they are now: one who was removed or reduced gives it no more. */
export function isBacked(invitation: ConsoleInvitation, inviter: ConsoleUser | undefined): boolean {
  if (!inviter || !isActive(inviter)) return false;
  const actor = { id: inviter.id, ...accessOf(inviter) };
  const change = { before: noAccess, after: accessOf(invitation) };
  return allows(actor, "console-users:manage") && !accessRefusal(actor, change, 0);
}

export const acceptConsoleInvitationForm = z
  .object({
    firstName: personName,
    lastName: personName,
    ...passwordPair,
  })
  .refine(samePasswords, passwordsDiffer);

export type AcceptConsoleInvitationForm = z.infer<typeof acceptConsoleInvitationForm>;

/**
 * Uses an invitation up, once: the Console User exists afterwards, with what was given. Somebody who was removed before
 * is one again. Throws not-found (forged), expired (used, withdrawn), conflict (a Console User by now), invalid.
 */
export async function acceptConsoleInvitation(
  ctx: Context<Invitee>,
  { token, form }: { token: string; form: AcceptConsoleInvitationForm },
): Promise<ConsoleUser> {
  const { invitation } = await requireOpen(ctx, token);
  const names = checked(invitation, form);
  const passwordHash = await hashPassword(form.password, ctx);
  const user = await transact(ctx, async (tx, after) => {
    await lockConsoleUsers(tx);
    await requireOpen({ ...ctx, db: tx }, token);
    const now = ctx.clock();
    await useUp(tx, invitation.link, now);
    const { user, restored } = await join(tx, invitation, { ...names, passwordHash });
    if (restored) await dropVotesOf(tx, user.id, now);
    if (invitation.requestId) await invalidateCard(tx, after, invitation.requestId, now);
    await recordAudit(tx, ctx, {
      action: restored ? "console-user-restored" : "console-user-created",
      subject: { kind: "console-user", id: user.id, name: nameOf(user) },
      requestId: invitation.requestId,
      after: { access: accessWords(accessOf(user)), email: user.email, by: "invitation" },
    });
    return user;
  });
  await invalidateWaiting(ctx);
  return user;
}

async function requireOpen(reading: Parameters<typeof findConsoleInvitation>[0], token: string) {
  const found = await findConsoleInvitation(reading, token);
  if (!found) throw new DomainError("not-found", "We do not know this link.");
  if (found.state === "known") throw new DomainError("conflict", "This address is a Console User already.");
  if (found.state !== "open") throw new DomainError("expired", `This invitation is ${found.state}.`);
  return found;
}

function checked({ email }: ConsoleInvitation, form: AcceptConsoleInvitationForm) {
  const read = acceptConsoleInvitationForm.safeParse(form);
  const [issue] = read.error?.issues ?? [];
  if (issue) throw new DomainError("invalid", issue.message, issue.path.map(String)[0]);
  const fault = passwordFault(form.password, [email]);
  if (fault) throw new DomainError("invalid", fault, "password");
  const { firstName, lastName } = read.data ?? form;
  return { firstName, lastName };
}

// Looked at under the lock: nobody with this address is a Console User now.
async function join(
  tx: Transaction,
  invitation: ConsoleInvitation,
  chosen: Pick<ConsoleUser, "firstName" | "lastName"> & { passwordHash: string },
): Promise<{ user: ConsoleUser; restored: boolean }> {
  const { email, emailKey } = invitation;
  const data = { ...chosen, ...accessOf(invitation), email, ...unlinked, removedAt: null, frozenAt: null };
  const [user] = await tx.consoleUser.updateManyAndReturn({
    where: { emailKey, removedAt: { not: null } },
    data,
  });
  if (user) return { user, restored: true };
  return { user: await tx.consoleUser.create({ data: { ...data, emailKey } }), restored: false };
}
