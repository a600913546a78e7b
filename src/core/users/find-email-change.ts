import type { App } from "../context.ts";
import type { Prisma } from "../generated/prisma/client.ts";
import { hashToken } from "../secrets/token.ts";
import { type PasswordLinkState, passwordLinkState } from "./password-link.ts";

export interface FoundEmailChange {
  state: PasswordLinkState;
  change: Prisma.EmailChangeGetPayload<{ include: { user: true } }>;
}

/** The change behind a link, whatever its state. Undefined where it was never ours, or was replaced. */
export async function findEmailChange(app: App, token: string): Promise<FoundEmailChange | undefined> {
  const change = await app.db.emailChange.findUnique({
    where: { tokenHash: hashToken(token) },
    include: { user: true },
  });
  return change ? { change, state: passwordLinkState(change, app.clock()) } : undefined;
}
