import type { App } from "../../core/context.ts";
import { findPasswordLink } from "../../core/users/find-password-link.ts";
import { partnerName } from "../../core/partner/partner-name.ts";

export interface OpenPasswordLink {
  state: "open";
  partnerName: string;
  username: string;
  email: string | undefined;
  expiresAt: Date;
}

export interface ClosedPasswordLink {
  state: "unknown" | "used" | "expired";
  partnerName: string;
}

/** What a link's page has to tell. */
export async function loadPasswordLink(
  app: App,
  token: string,
): Promise<OpenPasswordLink | ClosedPasswordLink> {
  const [found, name] = await Promise.all([findPasswordLink(app, token), partnerName(app)]);
  if (!found) return { state: "unknown", partnerName: name };
  const { state, link } = found;
  if (state !== "open") return { state, partnerName: name };
  const { username, email } = link.user;
  return { state, partnerName: name, username, email: email ?? undefined, expiresAt: link.expiresAt };
}
