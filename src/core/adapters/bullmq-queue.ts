import {
  createPostgresBackend,
  DelayedError,
  Queue as RedisQueue,
  UnrecoverableError,
  withBackend,
  Worker as RedisWorker,
  type JobsOptions,
  type Processor,
  type Telemetry,
  type WorkerOptions,
} from "bullmq";
import { setTimeout as sleep } from "node:timers/promises";
import type { Pool } from "pg";
import type { Logger } from "pino";
import { type ConnectionBudget, connectionBudget } from "../connection-budget.ts";
import { DomainError } from "../kernel/errors.ts";
import { resolveHints } from "../kernel/text/command-hint.ts";
import { type Job, type Lane, lanes, RescheduleJob } from "../kernel/outbox/job.ts";
import { type Task, type Queue, QueueDown, type WorkOptions } from "../kernel/outbox/queue.ts";
import { queuePool, shared } from "./postgres-pool.ts";
import { connectRedis, redisReady } from "./redis-connection.ts";
import type { Redis } from "ioredis";

export interface QueueConfig {
  databaseUrl: string;
  redisUrl?: string | undefined;
  /** Where the queue is in PostgreSQL: how many connections it may have. */
  connections?: ConnectionBudget;
  /** Hands a trace on with each job. */
  telemetry?: Telemetry | undefined;
}

/** What BullMQ's classes have in common on both stores, as far as it is used here. */
interface Producer {
  addBulk(jobs: { name: string; data: unknown; opts: JobsOptions }[]): Promise<unknown>;
  count(): Promise<number>;
  removeDeduplicationKey(id: string): Promise<number>;
  exportPrometheusMetrics(): Promise<string>;
  close(): Promise<void>;
  on(event: "error", listener: (error: Error) => void): unknown;
}
interface Consumer {
  on(event: "error", listener: (error: Error) => void): unknown;
  on(event: "failed", listener: (job: { name: string } | undefined, error: Error) => void): unknown;
  waitUntilReady(): Promise<unknown>;
  close(force?: boolean): Promise<void>;
}
interface Store {
  /** Rejects within about a second where the store cannot be reached. */
  ready(): Promise<void>;
  /** Rejects where the store can be read alone: full, a replica, or read-only. */
  tryWrite(open: () => Promise<Map<Lane, Producer>>): Promise<unknown>;
  /** A producer a lane, made together and closed together. */
  queues(): { byLane: Map<Lane, Producer>; close(): Promise<void> };
  worker(lane: Lane, processor: Processor, options: Omit<WorkerOptions, "connection">): Consumer;
  close(): Promise<void>;
}

// The rows are the truth and the sweep looks after them; these attempts bridge a database that is briefly gone.
const jobOptions: JobsOptions = {
  attempts: 5,
  backoff: { type: "exponential", delay: 1000, jitter: 0.5 },
  removeOnComplete: true,
  removeOnFail: { count: 1000 },
};

/** BullMQ on Redis where a REDIS_URL is given, else on the PostgreSQL of the application. */
export function createQueue(config: QueueConfig, log: Logger): Queue {
  const store = config.redisUrl ? redisStore(config.redisUrl, config, log) : postgresStore(config);
  const producers = keepProducers(store, log);
  const each = async <Answer>(ask: (one: Producer) => Promise<Answer>): Promise<Answer[]> =>
    Promise.all([...(await producers.open()).values()].map(ask));
  const asked = async (question: () => Promise<unknown>): Promise<void> => {
    try {
      await question();
    } catch (error) {
      void producers.close();
      throw error;
    }
  };
  return {
    async add(tasks) {
      try {
        const byLane = await producers.open();
        const added = [...byLane].map(([lane, producer]) => addTo(producer, jobsOf(tasks, lane)));
        await Promise.all(added);
      } catch (cause) {
        void producers.close();
        throw new QueueDown("The queue cannot be reached", { cause });
      }
    },
    ping: () => asked(() => each((one) => one.count())),
    tryWrite: () => asked(() => store.tryWrite(() => producers.open())),
    exportMetrics: () => each((one) => one.exportPrometheusMetrics()),
    work: async (options) => startWorkers(store, options),
    async close() {
      await producers.close();
      await store.close();
    },
  };
}

/** A producer whose first contact failed stays broken in BullMQ: after a failure they are made anew. */
function keepProducers(store: Store, log: Logger) {
  let opened: ReturnType<Store["queues"]> | undefined;
  return {
    async open() {
      await store.ready();
      if (opened) return opened.byLane;
      opened = store.queues();
      for (const producer of opened.byLane.values())
        producer.on("error", (err) => log.debug({ err }, "queue connection"));
      return opened.byLane;
    },
    async close() {
      const old = opened;
      opened = undefined;
      await Promise.allSettled([...(old?.byLane.values() ?? [])].map((producer) => producer.close()));
      await old?.close();
    },
  };
}

function jobsOf(tasks: Task[], lane: Lane) {
  const mine = tasks.filter((task) => task.lane === lane);
  return mine.map(({ name, payload, delayMs }) => ({
    name,
    data: payload,
    opts: delayMs ? { ...jobOptions, delay: delayMs } : jobOptions,
  }));
}

async function addTo(producer: Producer, jobs: ReturnType<typeof jobsOf>): Promise<void> {
  if (jobs.length > 0) await producer.addBulk(jobs);
}

/** How long a worker waits after an error of its store before it asks again. */
const retryPauseMs = 1_000;

function startWorkers(store: Store, options: WorkOptions) {
  const byName = new Map(options.jobs.map((job) => [job.name, job]));
  const workers = lanes.map((lane) =>
    keepWorker(() => {
      const worker = store.worker(lane, processor(byName, options), {
        concurrency: options.concurrency,
        lockDuration: options.lockMs,
        stalledInterval: options.lockMs,
        maxStalledCount: 10,
        runRetryDelay: retryPauseMs,
      });
      worker.on("error", (err) => options.troubled(lane, err));
      worker.on("failed", (job, error) => options.failed(job?.name ?? "unknown", error));
      return worker;
    }),
  );
  return { close: async () => void (await Promise.all(workers.map((worker) => worker.close()))) };
}

/** A worker whose first contact failed takes no job ever after: it is made anew until one succeeds. */
function keepWorker(make: () => Consumer): { close(): Promise<void> } {
  const closing = new AbortController();
  let worker = make();
  const watch = async (): Promise<void> => {
    while (!(await ready(worker)) && !closing.signal.aborted) {
      void worker.close(true).catch(() => undefined);
      await sleep(500, undefined, { ref: false });
      if (!closing.signal.aborted) worker = make();
    }
  };
  void watch();
  return {
    close: () => {
      closing.abort();
      return worker.close();
    },
  };
}

const ready = (worker: Consumer): Promise<boolean> =>
  worker.waitUntilReady().then(
    () => true,
    () => false,
  );

function processor(byName: Map<string, Job>, options: WorkOptions): Processor {
  return async (bullJob, token) => {
    const job = byName.get(bullJob.name);
    const payload = job?.payload.safeParse(bullJob.data);
    if (!job || !payload?.success) throw new UnrecoverableError(`No job takes this: ${bullJob.name}`);
    try {
      await options.run(job, payload.data);
    } catch (error) {
      if (error instanceof DomainError) throw new UnrecoverableError(resolveHints(error.message));
      if (!(error instanceof RescheduleJob)) throw error;
      await bullJob.moveToDelayed(Date.now() + Math.max(error.inMs, 20), token);
      throw new DelayedError();
    }
  };
}

export const queuePrefix = "cyclr-access";
export const queueName = (lane: Lane) => `${queuePrefix}-${lane}`;

function redisStore(url: string, { telemetry }: QueueConfig, log: Logger): Store {
  const producer = connectRedis(url, "producer", log);
  const open: Redis[] = [producer];
  const traced = telemetry && { telemetry };
  const options = { connection: producer, prefix: queuePrefix, ...traced };
  return {
    ready: () => redisReady(producer, 1_000),
    async tryWrite() {
      await redisReady(producer, 1_000);
      await producer.set(`${queuePrefix}:writable`, "", "EX", 60);
    },
    queues: () => ({
      byLane: new Map(lanes.map((lane) => [lane, new RedisQueue(queueName(lane), options)])),
      close: async () => undefined,
    }),
    worker(lane, run, options) {
      const connection = connectRedis(url, "worker", log);
      open.push(connection);
      return new RedisWorker(queueName(lane), run, {
        ...options,
        prefix: queuePrefix,
        connection,
        ...traced,
      });
    },
    close: async () => open.forEach((connection) => connection.disconnect()),
  };
}

const usualBudget = connectionBudget(10, { queueInPostgres: true });

function postgresStore({ databaseUrl, connections = usualBudget, telemetry }: QueueConfig): Store {
  const { Queue, Worker } = withBackend(createPostgresBackend);
  const traced = telemetry && { telemetry };
  let working: Pool | undefined;
  // A database that answers nothing any more must not hold up whoever adds a job.
  const failsFast = { connectionTimeoutMillis: 1_000, query_timeout: 2_000, max: connections.producers };
  const patient = { connectionTimeoutMillis: 3_000, query_timeout: 10_000, max: connections.workers };
  return {
    ready: async () => undefined,
    // Deletes nothing: no job has this key. A database that can be read alone refuses all the same.
    async tryWrite(open) {
      await (await open()).get("requests")?.removeDeduplicationKey("writable");
    },
    queues() {
      const pool = queuePool(databaseUrl, failsFast);
      const connection = shared(pool);
      return {
        byLane: new Map(lanes.map((lane) => [lane, new Queue(queueName(lane), { connection, ...traced })])),
        close: () => pool.end(),
      };
    },
    worker(lane, run, options) {
      working ??= queuePool(databaseUrl, patient);
      return new Worker(queueName(lane), run, {
        ...options,
        ...traced,
        connection: shared(working, { pauseMs: retryPauseMs }),
      });
    },
    async close() {
      await working?.end();
      working = undefined;
    },
  };
}
