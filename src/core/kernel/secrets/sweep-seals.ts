import type { App } from "../../context.ts";

/**
 * Drops the sealed tokens of links that work no more and whose mail never went: nothing will open them. Invitations drop
 * theirs where they expire, and values where their Request ends.
 */
export async function sweepSeals({ db, clock }: App): Promise<number> {
  const dead = {
    where: { tokenSealed: { not: null }, expiresAt: { lte: clock() } },
    data: { tokenSealed: null },
  };
  const dropped = [await db.passwordLink.updateMany(dead), await db.emailChange.updateMany(dead)];
  return dropped.reduce((sum, { count }) => sum + count, 0);
}
