import { after } from "../clock.ts";

export interface RetryPolicy {
  retries: number;
  firstMs: number;
  factor: number;
  /** Share of each wait that is left to chance, so that what failed together does not come back together. */
  jitter: number;
}

/** Five retries over about ten minutes. */
export const defaultRetryPolicy: RetryPolicy = { retries: 5, firstMs: 5_000, factor: 3, jitter: 0.25 };

/** When to try again after the n-th failed attempt, or undefined after the last. */
export function retryAt(policy: RetryPolicy, failedAttempts: number, now: Date): Date | undefined {
  if (failedAttempts > policy.retries) return undefined;
  const wait = policy.firstMs * policy.factor ** (failedAttempts - 1);
  return after(now, Math.round(wait * (1 - policy.jitter * Math.random())));
}
