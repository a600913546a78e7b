import { RateLimiterMemory, RateLimiterPrisma, RateLimiterRes } from "rate-limiter-flexible";
import type { Database } from "../../core/kernel/database.ts";
import { run, statement } from "../../core/kernel/statement.ts";

const windowSeconds = 10 * 60;

export interface RateLimits {
  /** Forms sent, by client. */
  forms: RateLimiterPrisma;
  /** Forms sent for one link, by the link's hash. */
  links: RateLimiterPrisma;
  /** Links opened that are not ours, by client. */
  guesses: RateLimiterPrisma;
  /** Access tokens given, by client ID: an application may take one for each step of its own. */
  tokens: RateLimiterPrisma;
  /** Wrong credentials of applications, by client ID and client; and by client alone. */
  wrongSecrets: RateLimiterPrisma;
  wrongSecretsOfClient: RateLimiterPrisma;
  /** Deployments for one User, by the username's hash. */
  deployments: RateLimiterPrisma;
  /** Tries to sign in, by client; by user ID, which makes them wait and never refuses; and by both. See limit-sign-in.ts. */
  signIns: RateLimiterPrisma;
  usernames: RateLimiterPrisma;
  usernamesOfClient: RateLimiterPrisma;
  /** Links asked for by whoever has forgotten a password: by the name typed, which refuses nobody, and by that and client. */
  forgotten: RateLimiterPrisma;
  forgottenOfClient: RateLimiterPrisma;
  /** Own passwords typed in settings, by User. */
  passwords: RateLimiterPrisma;
  /** Pages refused, by User. */
  refusals: RateLimiterPrisma;
  /** Invitations made and sent again, by Account. */
  invitations: RateLimiterPrisma;
  /** Mails that an application has sent to confirm an address, by User. */
  confirmations: RateLimiterPrisma;
  /** Readings of the whole audit, by application. */
  auditReadings: RateLimiterPrisma;
  /** Forms sent, by User. */
  changes: RateLimiterPrisma;
}

/** Counted in the database, for all web processes at once. */
export function createRateLimits(db: Database): RateLimits {
  return {
    forms: limiter(db, "forms", 30),
    links: limiter(db, "links", 10),
    guesses: limiter(db, "guesses", 60),
    tokens: limiter(db, "tokens", 10_000),
    wrongSecrets: limiter(db, "wrong-secrets", 60),
    wrongSecretsOfClient: limiter(db, "wrong-secrets-of-client", 600),
    deployments: limiter(db, "deployments", 30),
    signIns: limiter(db, "sign-ins", 20),
    usernames: limiter(db, "usernames", 30, { goesOn: true }),
    usernamesOfClient: limiter(db, "usernames-of-client", 6),
    forgotten: limiter(db, "forgotten", 12),
    forgottenOfClient: limiter(db, "forgotten-of-client", 3),
    passwords: limiter(db, "passwords", 6),
    refusals: limiter(db, "refusals", 60),
    invitations: limiter(db, "invitations", 30),
    confirmations: limiter(db, "confirmations", 10),
    auditReadings: limiter(db, "audit-readings", 30),
    changes: limiter(db, "changes", 120),
  };
}

/** How a limit stands for whom it counts. */
export interface LimitState {
  name: string;
  points: number;
  windowSeconds: number;
  remaining: number;
  resetSeconds: number;
}

export class TooManyRequests extends Error {
  override readonly name = "TooManyRequests";
  readonly retryAfterSeconds: number;
  readonly state: LimitState;

  constructor(limit: RateLimiterPrisma, used: RateLimiterRes) {
    super("Too many requests");
    this.state = { ...stateOf(limit, used), remaining: 0 };
    this.retryAfterSeconds = Math.max(1, this.state.resetSeconds);
  }
}

function stateOf(limit: RateLimiterPrisma, used: RateLimiterRes): LimitState {
  return {
    name: limit.keyPrefix,
    points: limit.points,
    windowSeconds: limit.duration,
    remaining: Math.max(0, used.remainingPoints),
    resetSeconds: Math.max(0, Math.ceil(used.msBeforeNext / 1000)),
  };
}

/** Counts one. Throws TooManyRequests past the limit. */
export async function count(limit: RateLimiterPrisma, key: string): Promise<void> {
  await counted(limit, key);
}

/** The same, and how the limit stands then. */
export async function counted(limit: RateLimiterPrisma, key: string): Promise<LimitState> {
  try {
    return stateOf(limit, await limit.consume(key));
  } catch (error) {
    throw error instanceof RateLimiterRes ? new TooManyRequests(limit, error) : error;
  }
}

/** Counts one. How many that makes past the limit; zero within it. */
export async function pastLimit(limit: RateLimiterPrisma, key: string): Promise<number> {
  try {
    await limit.consume(key);
    return 0;
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    return Math.max(1, error.consumedPoints - limit.points);
  }
}

/** Counts nothing. Throws TooManyRequests where the limit is used up. */
export async function checkLimit(limit: RateLimiterPrisma, key: string): Promise<void> {
  await checkLimits([limit, key]);
}

/** The same of several limits, asked for beside one another. Throws for the first that is used up. */
export async function checkLimits(...limits: [limit: RateLimiterPrisma, key: string][]): Promise<void> {
  const all = await Promise.all(limits.map(async ([limit, key]) => ({ limit, used: await limit.get(key) })));
  for (const { limit, used } of all)
    if (used && used.remainingPoints <= 0) throw new TooManyRequests(limit, used);
}

/** `goesOn`: counts past the limit too, for one that slows down instead of refusing. */
function limiter(
  db: Database,
  keyPrefix: string,
  points: number,
  { goesOn = false } = {},
): RateLimiterPrisma {
  const rule = { keyPrefix, points, duration: windowSeconds };
  // Past a limit that refuses, a process remembers by itself; without the database it counts by itself.
  const memory = {
    ...(!goesOn && { inMemoryBlockOnConsumed: points }),
    insuranceLimiter: new RateLimiterMemory(rule),
  };
  // The worker sweeps what has run out: a timer for each limiter would go on after the database is closed.
  const store = { storeClient: db, tableName: "rateLimit", clearExpiredByTimeout: false };
  return new DatabaseLimiter({ ...rule, ...memory, ...store });
}

interface Counted {
  points: number;
  expire: Date | null;
}

/** Counts in one statement, where the library's own takes two and waits for the log of each. */
class DatabaseLimiter extends RateLimiterPrisma {
  readonly #db: Database;

  constructor(options: ConstructorParameters<typeof RateLimiterPrisma>[0]) {
    super(options);
    this.#db = options.storeClient as Database;
  }

  /** Called by the library: of a key that has run out the count begins anew. */
  protected async _upsert(key: string, points: number, lifeMs: number, forced = false): Promise<Counted> {
    const now = new Date();
    const expire = lifeMs > 0 ? new Date(now.getTime() + lifeMs) : null;
    const [row] = await run(this.#db, counting, { key, points, expire, now, forced });
    if (!row) throw new Error("A limit was not counted.");
    return row;
  }

  /** Called by the library. */
  protected async _get(key: string): Promise<Counted | null> {
    return (await run(this.#db, reading, { key, now: new Date() }))[0] ?? null;
  }
}

const reading = statement<{ key: string; now: Date }, Counted>(
  (at) => `
    SELECT "points", "expire" FROM "RateLimit"
    WHERE "key" = ${at("key")}::text AND ("expire" > ${at("now")}::timestamptz OR "expire" IS NULL)`,
);

/**
 * Nobody waits until the log is on the disk: a PostgreSQL that loses its power forgets half a second of counts, and lets somebody
 * try that much more.
 */
const counting = statement<Counted & { key: string; now: Date; forced: boolean }, Counted>(
  (at) => `
    WITH unhurried AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))
    INSERT INTO "RateLimit" AS known ("key", "points", "expire")
    SELECT ${at("key")}::text, ${at("points")}::int, ${at("expire")}::timestamptz FROM unhurried
    ON CONFLICT ("key") DO UPDATE SET
      "points" = CASE WHEN ${at("forced")}::boolean OR known."expire" <= ${at("now")}::timestamptz
        THEN excluded."points" ELSE known."points" + excluded."points" END,
      "expire" = CASE WHEN ${at("forced")}::boolean OR known."expire" <= ${at("now")}::timestamptz
        THEN excluded."expire" ELSE known."expire" END
    RETURNING "points", "expire"`,
);
