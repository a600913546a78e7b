import { after, days, minutes } from "../time/clock.ts";
import type { ExternalError } from "../external-error.ts";

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
  return after(now, jittered(policy, wait));
}

const heldForMs = days(3);
const heldStepMs = minutes(15);

interface Tried {
  attempts: number;
  /** When it could begin. */
  since: Date;
}

/**
 * When to go on after this trouble, with the attempts to be recorded; undefined where nothing would help. A mail server that
 * refuses our sender refuses every mail: what it keeps waiting is held, for three days at most, and looked at ever less often,
 * up to each quarter of an hour. No attempt is spent on it.
 */
export function nextTry(
  policy: RetryPolicy,
  { retryable, concerns }: ExternalError,
  { attempts, since }: Tried,
  now: Date,
): { attempts: number; at: Date } | undefined {
  const waited = now.getTime() - since.getTime();
  if (retryable && concerns === "sender" && waited < heldForMs) {
    const wait = Math.min(Math.max(waited / 4, policy.firstMs), heldStepMs);
    return { attempts: policy.retries + 1, at: after(now, jittered(policy, wait)) };
  }
  const failed = spentAttempts(policy, attempts) + 1;
  const at = retryable ? retryAt(policy, failed, now) : undefined;
  return at && { attempts: failed, at };
}

/** Held rows carry one attempt more than any other can. */
export function isHeld({ retries }: RetryPolicy, attempts: number): boolean {
  return attempts > retries;
}

export function spentAttempts(policy: RetryPolicy, attempts: number): number {
  return isHeld(policy, attempts) ? 0 : attempts;
}

function jittered({ jitter }: RetryPolicy, wait: number): number {
  return Math.round(wait * (1 - jitter * Math.random()));
}
