import type { App } from "../context.ts";

const atOnce = 5000;

/** Drops tokens that have ended. Returns how many. */
export async function sweepAccessTokens({ db, clock }: App): Promise<number> {
  const { count } = await db.accessToken.deleteMany({
    where: { expiresAt: { lte: clock() } },
    limit: atOnce,
  });
  return count;
}
