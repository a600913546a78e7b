import { setTimeout as sleep } from "node:timers/promises";
import type { PgPool } from "bullmq";
import { Client, type ClientConfig, type Pool, type PoolConfig, type QueryResultRow } from "pg";
import { createPool } from "./postgres-pool.ts";

/** Connections for BullMQ, which looks for its tables along the search path. */
export function queuePool(databaseUrl: string, config: PoolConfig): Pool {
  const session = { search_path: "bullmq" };
  return createPool(databaseUrl, { ...config, session, Client: QuietClient }).on("error", () => undefined);
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

/**
 * BullMQ does not listen to the connection by which it opens a queue, and an error that nobody listens to ends the process.
 * The query that was under way is rejected all the same.
 */
class QuietClient extends Client {
  constructor(config?: ClientConfig) {
    super(config);
    this.on("error", () => undefined);
  }
}
