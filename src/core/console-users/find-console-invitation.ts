import type { App } from "../context.ts";
import type { ConsoleInvitation, ConsoleUser } from "../generated/prisma/client.ts";
import { hashToken } from "../secrets/token.ts";
import { accessOf, isActive, noAccess } from "./access.ts";
import { accessRefusal } from "./access-refusal.ts";
import { type ConsoleInvitationState, consoleInvitationState } from "./console-invitation-state.ts";
import { allows } from "./permission-grid.ts";
import type { Reading } from "./who-can-give.ts";

const include = { request: { include: { requester: true } } } as const;

export interface FoundConsoleInvitation {
  /** "known" where the address is a Console User by now. */
  state: ConsoleInvitationState | "known";
  invitation: ConsoleInvitation;
  inviter: ConsoleUser | undefined;
}

/** The invitation behind a link, whatever its state. Undefined where the link was never ours. */
export async function findConsoleInvitation(
  reading: Reading & Pick<App, "clock">,
  token: string,
): Promise<FoundConsoleInvitation | undefined> {
  const { db, clock } = reading;
  const invitation = await db.consoleInvitation.findUnique({
    where: { tokenHash: hashToken(token) },
    include,
  });
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
