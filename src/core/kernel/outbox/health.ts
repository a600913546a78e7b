import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";
import type { Database } from "../database.ts";
import { run, statement } from "../statement.ts";
import type { Queue } from "./queue.ts";

export type StoreState = "ok" | "down" | "refuses writes";

export interface StoreStates {
  database: StoreState;
  queue: StoreState;
}

const writing = statement<{ key: string }, never>(
  (at) => `
    INSERT INTO "RateLimit" (key, points, expire) VALUES (${at("key")}, 0, now() + interval '10 minutes')
    ON CONFLICT (key) DO UPDATE SET expire = EXCLUDED.expire`,
);
const reading = statement<object, never>(() => "SELECT 1");

/** Whether database and queue take writes. Never throws, and tells the log once when one goes and once when it is back. */
export interface Health {
  /** What was found at most a second ago; `anew` asks again where that was "ok". */
  check(options?: { anew?: boolean }): Promise<StoreStates>;
  /** Whether a store was found gone a moment ago: what broke with it may come to light only now. */
  unsettled(): boolean;
}

interface Watched {
  db: Database;
  queue: Queue;
  log: Logger;
}

/** `queueOn` names the queue's store: where that is the database, its going is told once, not twice. */
export function watchStores({ db, queue, log }: Watched, queueOn: "PostgreSQL" | "Redis"): Health {
  const key = `writable:${randomUUID()}`;
  const database = new Store("PostgreSQL", log, {
    // A row of its own for each process, so that none waits for another; the sweep takes it away.
    write: () => run(db, writing, { key }),
    read: () => run(db, reading, {}),
  });
  const queued = new Store(queueOn === "Redis" ? "Redis" : "The queue in PostgreSQL", log, {
    write: () => queue.tryWrite(),
    read: () => queue.ping(),
  });
  let apartSince: number | undefined;
  return {
    async check(options) {
      const states = await Promise.all([database.state(options), queued.state(options)]);
      database.tell();
      apartSince = states[0] === "ok" && states[1] !== "ok" ? (apartSince ?? performance.now()) : undefined;
      const alone =
        queueOn === "Redis" || (apartSince !== undefined && performance.now() - apartSince > apartMs);
      if (alone || states[1] === "ok") queued.tell();
      return { database: states[0], queue: states[1] };
    },
    unsettled: () => database.unsettled || queued.unsettled,
  };
}

/** Redis says so itself. */
const refusal = /^(READONLY|OOM|MISCONF|NOREPLICAS)\b/;
const keptMs = 1_000;
const againAfterMs = 500;
/** How long a probe waits for an answer. */
const probeMs = 3_000;
/** A busy store may take its time: what was known holds for so long. */
const patienceMs = 10_000;
/** After a store is back, its old connections still report their end, and new ones their first failures. */
const settleMs = 10_000;
/** A queue in the database goes and comes back with it, if not in the same moment: no line of its own until then. */
const apartMs = 15_000;

interface Questions {
  write(): Promise<unknown>;
  read(): Promise<unknown>;
}

/** Asked at most once a second, and never while an earlier question is unanswered. */
class Store {
  readonly #name: string;
  readonly #log: Logger;
  readonly #questions: Questions;
  #asking: Promise<StoreState> | undefined;
  #askedAt = 0;
  #known: { state: StoreState; at: number } | undefined;
  #told: { state: StoreState; at: number } = { state: "ok", at: 0 };
  #cause: unknown;
  #lastGoneAt = -Infinity;

  constructor(name: string, log: Logger, questions: Questions) {
    this.#name = name;
    this.#log = log;
    this.#questions = questions;
  }

  async state({ anew = false }: { anew?: boolean } = {}): Promise<StoreState> {
    const known = this.#known;
    const fresh = known && performance.now() - known.at < keptMs;
    if (fresh && !(anew && known.state === "ok")) return known.state;
    this.#asking ??= this.#begin();
    const answer = await Promise.race([this.#asking, lapse(known ? probeMs : patienceMs)]);
    if (!answer && known && performance.now() - this.#askedAt < patienceMs) return known.state;
    const state = answer ?? "down";
    this.#known = { state, at: performance.now() };
    if (state !== "ok") this.#lastGoneAt = this.#known.at;
    return state;
  }

  get unsettled(): boolean {
    return performance.now() - this.#lastGoneAt < settleMs;
  }

  #begin(): Promise<StoreState> {
    this.#askedAt = performance.now();
    return this.#ask().finally(() => (this.#asking = undefined));
  }

  tell(): void {
    const { state } = this.#known ?? { state: "ok" };
    const wasOk = this.#told.state === "ok";
    if ((state === "ok") === wasOk) return;
    const store = this.#name;
    if (state === "ok") {
      const seconds = Math.round((performance.now() - this.#told.at) / 1000);
      this.#log.info({ store, seconds }, `${store} takes writes again`);
    } else {
      const what = state === "down" ? "does not answer" : "takes no writes";
      this.#log.error({ store, err: this.#cause }, `${store} ${what}; this is tried again`);
    }
    this.#told = { state, at: performance.now() };
  }

  async #ask(): Promise<StoreState> {
    if (await this.#works("write")) return "ok";
    if (this.#cause instanceof Error && refusal.test(this.#cause.message)) return "refuses writes";
    // Connections that died with a server fail once, and a busy server keeps a newcomer waiting: neither is an outage.
    await sleep(againAfterMs, undefined, { ref: false });
    if (await this.#works("write")) return "ok";
    return (await this.#works("read")) ? "refuses writes" : "down";
  }

  async #works(question: keyof Questions): Promise<boolean> {
    try {
      await this.#questions[question]();
      return true;
    } catch (cause) {
      this.#cause = cause;
      return false;
    }
  }
}

function lapse(ms: number): Promise<undefined> {
  return new Promise((resolve) => void setTimeout(() => resolve(undefined), ms).unref());
}
