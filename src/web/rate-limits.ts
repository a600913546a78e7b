import { RateLimiterMemory, RateLimiterPrisma, RateLimiterRes } from "rate-limiter-flexible";
import type { Database } from "../core/database.ts";

const windowSeconds = 10 * 60;

export interface RateLimits {
  /** Forms sent, by client. */
  forms: RateLimiterPrisma;
  /** Forms sent for one link, by the link's hash. */
  links: RateLimiterPrisma;
  /** Links opened that are not ours, by client. */
  guesses: RateLimiterPrisma;
  /** Access tokens asked for, by client. */
  tokens: RateLimiterPrisma;
  /** Deployments for one User, by the username's hash. */
  deployments: RateLimiterPrisma;
}

/** Counted in the database, for all web processes at once. */
export function createRateLimits(db: Database): RateLimits {
  return {
    forms: limiter(db, "forms", 30),
    links: limiter(db, "links", 10),
    guesses: limiter(db, "guesses", 60),
    tokens: limiter(db, "tokens", 60),
    deployments: limiter(db, "deployments", 30),
  };
}

export class TooManyRequests extends Error {
  override readonly name = "TooManyRequests";
  readonly retryAfterSeconds: number;

  constructor({ msBeforeNext }: RateLimiterRes) {
    super("Too many requests");
    this.retryAfterSeconds = Math.max(1, Math.ceil(msBeforeNext / 1000));
  }
}

/** Counts one. Throws TooManyRequests past the limit. */
export async function count(limit: RateLimiterPrisma, key: string): Promise<void> {
  try {
    await limit.consume(key);
  } catch (error) {
    throw error instanceof RateLimiterRes ? new TooManyRequests(error) : error;
  }
}

/** Counts nothing. Throws TooManyRequests where the limit is used up. */
export async function checkLimit(limit: RateLimiterPrisma, key: string): Promise<void> {
  const used = await limit.get(key);
  if (used && used.remainingPoints <= 0) throw new TooManyRequests(used);
}

function limiter(db: Database, keyPrefix: string, points: number): RateLimiterPrisma {
  const rule = { keyPrefix, points, duration: windowSeconds };
  // Past the limit a process remembers by itself; without the database it counts by itself.
  const memory = { inMemoryBlockOnConsumed: points, insuranceLimiter: new RateLimiterMemory(rule) };
  return new RateLimiterPrisma({ ...rule, ...memory, storeClient: db, tableName: "rateLimit" });
}
