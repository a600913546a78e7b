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

/** Makes a link with which a User sets a password; links that were not used yet are dead from here on. */
export async function issuePasswordLink(
  ctx: Context,
  tx: Transaction,
  { userId, requestId }: { userId: string; requestId: string },
): Promise<void> {
  const now = ctx.clock();
  await tx.passwordLink.deleteMany({ where: { userId, usedAt: null } });
  const token = newToken();
  const { id } = await tx.passwordLink.create({
    data: {
      userId,
      requestId,
      tokenHash: hashToken(token),
      expiresAt: after(now, passwordLinkLifeMs),
      createdAt: now,
    },
    select: { id: true },
  });
  const tokenSealed = seal(ctx.secretKeys, passwordLinkPurpose(id), token);
  await tx.passwordLink.update({ where: { id }, data: { tokenSealed }, select: { id: true } });
}
