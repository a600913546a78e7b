import { nameOf } from "../../core/console-users/console-user-name.ts";
import type { App } from "../../core/context.ts";
import { type FoundInvitation, findInvitation } from "../../core/invitations/find-invitation.ts";
import { partnerName } from "../partner-name.ts";

interface Facts {
  partnerName: string;
  accountName: string;
  expiresAt: Date;
}

export interface OpenInvitation extends Facts {
  state: "open";
  /** Empty where nobody is on record. */
  inviterName: string;
  email: string;
  asAdministrator: boolean;
  username: string | undefined;
}

export interface ClosedInvitation extends Facts {
  state: "unknown" | "accepted" | "expired" | "revoked" | "suspended";
}

/** What a link's page has to tell. */
export async function loadInvitation(app: App, token: string): Promise<OpenInvitation | ClosedInvitation> {
  const [found, name] = await Promise.all([findInvitation(app, token), partnerName(app)]);
  if (!found) return { state: "unknown", partnerName: name, accountName: "", expiresAt: app.clock() };
  const { account, expiresAt, email, asAdministrator, requestId } = found.invitation;
  const facts = { partnerName: name, accountName: account.name, expiresAt };
  const state = closedState(found);
  if (state) return { ...facts, state };
  const inviterName = requestId ? await inviterOf(app, requestId) : "";
  return { ...facts, state: "open", inviterName, email, asAdministrator, username: found.username };
}

function closedState({ state, invitation }: FoundInvitation): ClosedInvitation["state"] | undefined {
  if (state !== "open") return state;
  return invitation.account.suspendedAt ? "suspended" : undefined;
}

async function inviterOf(app: App, requestId: string): Promise<string> {
  const request = await app.db.request.findUnique({
    where: { id: requestId },
    select: { requester: { select: { firstName: true, lastName: true, email: true } } },
  });
  return request?.requester ? nameOf(request.requester) : "";
}
