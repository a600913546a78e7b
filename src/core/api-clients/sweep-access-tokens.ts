import type { App } from "../context.ts";

const batchSize = 5000;

/** Drops tokens that have ended. Returns how many. */
export async function sweepAccessTokens({ db, clock }: App): Promise<number> {
  const { count } = await db.accessToken.deleteMany({
    where: { expiresAt: { lte: clock() } },
    limit: batchSize,
  });
  return count;
}
