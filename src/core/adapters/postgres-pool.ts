import { setTimeout as sleep } from "node:timers/promises";
import { callbackify } from "node:util";
import { Pool, type PoolClient, type PoolConfig, type QueryConfig } from "pg";
import { isShortage } from "../database-trouble.ts";

/** What a session keeps to from its first statement on; `SET` works through PgBouncer as well, startup parameters do not. */
export type SessionSettings = Record<string, string | number>;

export interface PoolOptions extends PoolConfig {
  session?: SessionSettings;
  /** How long a database that has no connection left is asked again. Nothing was sent by then, so nothing is done twice. */
  patienceMs?: number;
}

const connectWithinMs = 5_000;

/**
 * The statements that open a session. Times are UTC whatever zone the database, the role or the server is set to: Prisma sends
 * a time without its zone.
 */
export function openingSql(session: SessionSettings = {}): string {
  const settings = Object.entries({ TimeZone: "UTC", ...session });
  return settings.map(([name, value]) => `SET ${name} = '${value}'`).join("; ");
}

/** A statement that waits no longer than this for its answer; the types know no such option of node-postgres. */
export function within(query_timeout: number, text: string): QueryConfig {
  const statement = { text, query_timeout };
  return statement;
}

/** The only way to a pool: every connection of it opens with `openingSql`, or is none. */
export function createPool(databaseUrl: string, { session, patienceMs, ...config }: PoolOptions): Pool {
  const opening = within(connectWithinMs, openingSql(session));
  return new PatientPool(
    {
      connectionTimeoutMillis: connectWithinMs,
      keepAlive: true,
      idleTimeoutMillis: 60_000,
      application_name: "cyclr-access",
      ...config,
      connectionString: databaseUrl,
      // oxlint-disable-next-line typescript/no-misused-promises -- the pool waits for it, though its types do not say so
      onConnect: (client) => client.query(opening),
    },
    patienceMs ?? 0,
  );
}

type Callback = (error: Error | undefined, client: PoolClient | undefined, done: () => void) => void;

class PatientPool extends Pool {
  readonly #patienceMs: number;

  constructor(config: PoolConfig, patienceMs: number) {
    super(config);
    this.#patienceMs = patienceMs;
  }

  override connect(): Promise<PoolClient>;
  override connect(callback: Callback): void;
  override connect(callback?: Callback): Promise<PoolClient> | void {
    const connecting = this.#connect();
    if (!callback) return connecting;
    callbackify(() => connecting)((error: Error | null, client?: PoolClient) =>
      callback(error ?? undefined, client, () => client?.release()),
    );
  }

  async #connect(): Promise<PoolClient> {
    const deadline = Date.now() + this.#patienceMs;
    for (let waitMs = 100; ; waitMs = Math.min(waitMs * 2, 1_000)) {
      try {
        return await super.connect();
      } catch (error) {
        if (!isShortage(error) || Date.now() + waitMs > deadline) throw error;
        // Not all at the same moment: they would only take turns in being refused.
        await sleep(waitMs * (0.5 + Math.random()));
      }
    }
  }
}
