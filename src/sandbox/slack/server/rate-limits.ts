import { LIMITS, TIERS, type Tier } from "../limits.ts";
import { SlackError } from "../slack-error.ts";

interface Bucket {
  tokens: number;
  at: number;
}

/** Slack's pacing as token buckets: one per method, and one per channel for new messages. */
export class RateLimits {
  readonly #buckets = new Map<string, Bucket>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  takeMethod(method: string, tier: Tier): void {
    this.#take(method, TIERS[tier].perMinute, TIERS[tier].burst);
  }

  takeMessage(channelId: string): void {
    this.#take(`chat.postMessage/${channelId}`, LIMITS.messagesPerMinute, LIMITS.messageBurst);
  }

  #take(key: string, perMinute: number, burst: number): void {
    const now = this.#now();
    const bucket = this.#buckets.get(key) ?? { tokens: burst, at: now };
    const refilled = Math.min(burst, bucket.tokens + ((now - bucket.at) / 60_000) * perMinute);
    if (refilled < 1) {
      this.#buckets.set(key, { tokens: refilled, at: now });
      const seconds = Math.ceil(((1 - refilled) * 60) / perMinute);
      throw rateLimited(seconds);
    }
    this.#buckets.set(key, { tokens: refilled - 1, at: now });
  }
}

export function rateLimited(seconds: number): SlackError {
  return new SlackError("ratelimited", { retry_after: Math.max(1, seconds) });
}
