import type { App } from "../../core/context.ts";
import { type FoundInvitation, findInvitation } from "../../core/invitations/find-invitation.ts";
import { type Inviter, inviterOf } from "../../core/invitations/inviter.ts";
import { partnerName } from "../../core/partner/partner-name.ts";

interface Facts {
  partnerName: string;
  accountName: string;
  expiresAt: Date;
}

export interface OpenInvitation extends Facts {
  state: "open";
  inviter: Inviter | undefined;
  email: string;
  asAdministrator: boolean;
  username: string | undefined;
  choosesPassword: boolean;
}

export interface ClosedInvitation extends Facts {
  state: "unknown" | "accepted" | "expired" | "revoked" | "suspended";
}

/** What a link's page has to tell. */
export async function loadInvitation(app: App, token: string): Promise<OpenInvitation | ClosedInvitation> {
  const [found, name] = await Promise.all([findInvitation(app, token), partnerName(app)]);
  if (!found) return { state: "unknown", partnerName: name, accountName: "", expiresAt: app.clock() };
  const { account, expiresAt, email, asAdministrator } = found.invitation;
  const facts = { partnerName: name, accountName: account.name, expiresAt };
  const state = closedState(found);
  if (state) return { ...facts, state };
  const inviter = await inviterOf(app, found.invitation);
  return {
    ...facts,
    state: "open",
    inviter,
    email,
    asAdministrator,
    username: found.username,
    choosesPassword: found.choosesPassword,
  };
}

function closedState({ state, invitation }: FoundInvitation): ClosedInvitation["state"] | undefined {
  if (state !== "open") return state;
  return invitation.account.suspendedAt ? "suspended" : undefined;
}
