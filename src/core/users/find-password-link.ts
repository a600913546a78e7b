import type { App } from "../context.ts";
import type { Prisma } from "../generated/prisma/client.ts";
import { hashToken } from "../secrets/token.ts";
import { passwordLinkState, type PasswordLinkState } from "./password-link.ts";

export interface FoundPasswordLink {
  state: PasswordLinkState;
  link: Prisma.PasswordLinkGetPayload<{ include: { user: true } }>;
}

/** The link to set a password, whatever its state. Undefined where it was never ours, or was replaced. */
export async function findPasswordLink(app: App, token: string): Promise<FoundPasswordLink | undefined> {
  const link = await app.db.passwordLink.findUnique({
    where: { tokenHash: hashToken(token) },
    include: { user: true },
  });
  return link ? { link, state: passwordLinkState(link, app.clock()) } : undefined;
}
