import { randomUUID } from "node:crypto";
import { after, days } from "../clock.ts";
import type { Context } from "../context.ts";
import type { Transaction } from "../database.ts";
import type { PasswordLink } from "../generated/prisma/client.ts";
import { seal } from "../secrets/seal.ts";
import { hashToken, newToken } from "../secrets/token.ts";

export const passwordLinkLifeMs = days(7);
export const passwordLinkPurpose = (linkId: string) => `password-link:${linkId}`;

export type PasswordLinkState = "open" | "used" | "expired";

export function passwordLinkState(
  { usedAt, expiresAt }: Pick<PasswordLink, "usedAt" | "expiresAt">,
  now: Date,
): PasswordLinkState {
  if (usedAt) return "used";
  return expiresAt <= now ? "expired" : "open";
}

interface NewPasswordLink {
  userId: string;
  requestId: string | null;
  /** Where it is decided by what asks for it. */
  id?: string;
  lifeMs?: number;
}

/** Makes a link with which a User sets a password; links that were not used yet are dead from here on. */
export async function issuePasswordLink(
  ctx: Context,
  tx: Transaction,
  { userId, requestId, id = randomUUID(), lifeMs = passwordLinkLifeMs }: NewPasswordLink,
): Promise<PasswordLink> {
  const now = ctx.clock();
  await tx.passwordLink.deleteMany({ where: { userId, usedAt: null } });
  const token = newToken();
  return tx.passwordLink.create({
    data: {
      id,
      userId,
      requestId,
      tokenHash: hashToken(token),
      tokenSealed: seal(ctx.secretKeys, passwordLinkPurpose(id), token),
      expiresAt: after(now, lifeMs),
      createdAt: now,
    },
  });
}
