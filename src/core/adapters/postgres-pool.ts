import { setTimeout as sleep } from "node:timers/promises";
import { callbackify } from "node:util";
import {
  Pool,
  type PoolClient,
  type PoolConfig,
  type QueryConfig,
  Client,
  type ClientConfig,
  type QueryResultRow,
} from "pg";
import { isShortage } from "../database-trouble.ts";
import type { PgPool } from "bullmq";
import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "../generated/prisma/client.ts";
import type { Database } from "../kernel/database.ts";
import { offerDirect } from "../kernel/statement.ts";

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

/**
 * An error that nobody listens to ends the process, and whoever has borrowed a connection listens for its first error at most,
 * while a server that stops sends several. The query under way is rejected all the same.
 */
class QuietClient extends Client {
  constructor(config?: ClientConfig) {
    super(config);
    this.on("error", () => undefined);
  }
}

/**
 * The only way to a pool: every connection of it opens with `openingSql`, or is none. One that breaks while nobody uses it ends
 * no process: the next statement has another, and the health check tells.
 */
export function createPool(databaseUrl: string, { session, patienceMs, ...config }: PoolOptions): Pool {
  const opening = within(connectWithinMs, openingSql(session));
  const pool = new PatientPool(
    {
      connectionTimeoutMillis: connectWithinMs,
      keepAlive: true,
      idleTimeoutMillis: 60_000,
      application_name: "cyclr-access",
      Client: QuietClient,
      ...config,
      connectionString: databaseUrl,
      // oxlint-disable-next-line typescript/no-misused-promises -- the pool waits for it, though its types do not say so
      onConnect: (client) => client.query(opening),
    },
    patienceMs ?? 0,
  );
  return pool.on("error", () => undefined);
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

/** Connections for BullMQ, which looks for its tables along the search path. */
export function queuePool(databaseUrl: string, config: PoolConfig): Pool {
  const session = { search_path: "bullmq" };
  return createPool(databaseUrl, { ...config, session });
}

/**
 * The pool as BullMQ sees it. It is not its to end, and whoever is made anew during an outage must not leave a listener on it
 * each time: a connection that broke shows in the query that was under way. A worker of BullMQ asks again at once after any
 * error but a refused connection: `pauseMs` after each keeps it from using up a processor.
 */
export function shared(pool: Pool, { pauseMs = 0 } = {}): PgPool {
  const paced = async <Result>(work: Promise<Result>): Promise<Result> => {
    try {
      return await work;
    } catch (error) {
      if (pauseMs > 0) await sleep(pauseMs, undefined, { ref: false });
      throw error;
    }
  };
  const view: PgPool = {
    connect: () => paced(pool.connect()),
    query: <R>(text: string, values?: readonly unknown[]) =>
      paced(pool.query<R & QueryResultRow>(text, values && [...values])),
    end: async () => undefined,
    on: () => view,
    removeAllListeners: () => view,
  };
  return view;
}

type Query = (statement: { text: string }, ...rest: unknown[]) => Promise<unknown>;

const begun = { rows: [], fields: [], rowCount: 0 };

/**
 * Sends each statement without waiting for what the last one gave (https://node-postgres.com/features/pipelining). Prisma
 * waits for its BEGIN all the same: that is answered here, and goes out with the transaction's first statement.
 */
export class PipeliningClient extends QuietClient {
  constructor(config?: ClientConfig) {
    super({ ...config, pipeline: true });
    const query = this.query.bind(this) as Query;
    const send: Query = (statement, ...rest) => {
      if (statement.text !== "BEGIN") return query(statement, ...rest);
      // What follows would be no transaction: nothing more gets through here. PostgreSQL refuses a BEGIN alone only where it
      // ends the session, and with it what was sent behind.
      query(statement, ...rest).catch(() => this.connection.stream.destroy());
      return Promise.resolve(begun);
    };
    this.query = send as Client["query"];
  }
}

const patienceMs = 15_000;

/**
 * Fails within seconds where the database is gone, so that nobody waits on it without a word. Where it is there, and has no
 * connection left, it is asked again for a while.
 */
export function createDatabase(
  databaseUrl: string,
  connections = 4,
  { answerWithinMs = 20_000 } = {},
): Database {
  const pool = createPool(databaseUrl, {
    max: connections,
    patienceMs,
    // A host that is gone closes nothing: without this, what was under way waits until TCP gives up, a quarter of an hour.
    query_timeout: answerWithinMs,
    session: { statement_timeout: 15_000, idle_in_transaction_session_timeout: 30_000 },
    Client: PipeliningClient,
  });
  const adapter = new PrismaPg(pool, { statementNameGenerator: statementName() });
  const db = new PrismaClient({
    adapter,
    transactionOptions: { maxWait: patienceMs + 5_000, timeout: 15_000 },
  });
  // Prisma would end the pool only if it was ever asked for something itself.
  const disconnect = db.$disconnect.bind(db);
  Object.assign(db, {
    async $disconnect() {
      await disconnect();
      if (!pool.ended) await pool.end();
    },
  });
  pools.set(db, pool);
  return offerDirect(db, async (asked) => (await pool.query<object>(asked)).rows);
}

const pools = new WeakMap<object, Pool>();

/** How many connections of this database's pool are in use and idle, and how many wait for one. */
export function poolState(db: Database): { used: number; idle: number; waiting: number } | undefined {
  const pool = pools.get(db);
  if (!pool) return undefined;
  const { totalCount, idleCount: idle, waitingCount: waiting } = pool;
  return { used: totalCount - idle, idle, waiting };
}

const namesAtMost = 500;
const valuesAtMost = 40;

/**
 * A name for each statement that comes again, so that PostgreSQL reads and plans it once a connection. Lists of any length
 * would make ever new ones: those stay without a name.
 */
function statementName(): ({ sql, args }: { sql: string; args: unknown[] }) => string {
  const names = new Map<string, string>();
  return ({ sql, args }) => {
    const known = names.get(sql);
    if (known !== undefined) return known;
    if (args.length > valuesAtMost || names.size >= namesAtMost) return "";
    const name = `s${names.size}`;
    names.set(sql, name);
    return name;
  };
}
