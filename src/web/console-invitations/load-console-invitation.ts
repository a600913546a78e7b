import { accessOf } from "../../core/console-users/access.ts";
import { nameOf } from "../../core/console-users/console-user-name.ts";
import {
  findConsoleInvitation,
  type FoundConsoleInvitation,
} from "../../core/console-users/find-console-invitation.ts";
import { accessWords } from "../../core/console-users/permission-words.ts";
import type { App } from "../../core/context.ts";
import { partnerName } from "../../core/partner/partner-name.ts";

export interface OpenConsoleInvitation {
  state: "open";
  partnerName: string;
  inviterName: string;
  email: string;
  access: string;
  expiresAt: Date;
}

export interface ClosedConsoleInvitation {
  state: "unknown" | Exclude<FoundConsoleInvitation["state"], "open">;
  partnerName: string;
}

/** What a link's page has to tell. */
export async function loadConsoleInvitation(
  app: App,
  token: string,
): Promise<OpenConsoleInvitation | ClosedConsoleInvitation> {
  const [found, name] = await Promise.all([findConsoleInvitation(app, token), partnerName(app)]);
  if (!found) return { state: "unknown", partnerName: name };
  const { state, invitation, inviter } = found;
  if (state !== "open") return { state, partnerName: name };
  const { email, expiresAt } = invitation;
  const access = accessWords(accessOf(invitation));
  const inviterName = inviter ? nameOf(inviter) : "";
  return { state, partnerName: name, inviterName, email, access, expiresAt };
}
