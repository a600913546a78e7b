import type { App } from "../../context.ts";

/** Deletes counters whose window is over. Returns how many. */
export async function sweepRateLimits({ db, clock }: App): Promise<number> {
  const { count } = await db.rateLimit.deleteMany({ where: { expire: { lt: clock() } } });
  return count;
}
