import type { Transaction } from "../database.ts";
import { hashToken, newToken } from "../secrets/token.ts";
import { sessionEnd } from "./session-life.ts";
import type { SessionHolder } from "./session-holder.ts";

/** The browser that a session belongs to, as its owner may recognise it. */
export interface Browser {
  userAgent: string;
  address: string;
  /** The token of the session that it had until now, which ends: none is ever carried over a sign-in. */
  token: string | undefined;
}

export interface NewSession {
  holder: SessionHolder;
  browser: Browser;
  /** Set where it begins with a sign-in link, and reaches this Account alone. */
  accountId?: string;
  deploymentId?: string | null;
}

const userAgentAtMost = 300;

/**
 * Begins a session under a new token, and returns that: it goes into the cookie, and only its SHA-256 is kept. The
 * caller records the sign-in.
 */
export async function startSession(
  tx: Transaction,
  { holder, browser, accountId, deploymentId }: NewSession,
  now: Date,
): Promise<{ id: string; token: string }> {
  if (browser.token) await tx.session.deleteMany({ where: { tokenHash: hashToken(browser.token) } });
  const token = newToken();
  const { id } = await tx.session.create({
    data: {
      ...holder,
      ...(accountId && { accountId, deploymentId: deploymentId ?? null }),
      tokenHash: hashToken(token),
      userAgent: browser.userAgent.replace(/\p{Cc}/gu, " ").slice(0, userAgentAtMost),
      address: browser.address,
      createdAt: now,
      seenAt: now,
      expiresAt: sessionEnd(now, accountId !== undefined),
    },
    select: { id: true },
  });
  return { id, token };
}
