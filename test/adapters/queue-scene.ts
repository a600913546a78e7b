import { Redis } from "ioredis";
import { pino } from "pino";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { z } from "zod";
import { createQueue, type QueueConfig } from "../../src/core/adapters/bullmq-queue.ts";
import type { Job, Lane } from "../../src/core/kernel/outbox/job.ts";
import type { Task, Queue, Working, WorkOptions } from "../../src/core/kernel/outbox/queue.ts";
import { type RedisServer, startRedis } from "../support/redis-server.ts";
import { findRedisServer } from "../support/requirements.ts";
import { startTcpProxy, type TcpProxy } from "../support/tcp-proxy.ts";
import { cloneDatabase, type TestDatabase } from "../support/test-database.ts";

export type Store = "PostgreSQL" | "Redis";

/** Both stores; Redis is left out, loudly, where there is none. */
export const stores: Store[] = findRedisServer() ? ["PostgreSQL", "Redis"] : ["PostgreSQL"];

export interface QueueScene {
  queue: Queue;
  /** Stands between the queue and its store. */
  line: TcpProxy;
  config: QueueConfig;
  /** A queue of its own, as another process has it. */
  another(): Queue;
  /** Takes jobs until the end of the test; `run` gets the payload's text and which run of it this is. */
  work(run: (text: string, runs: number) => Promise<void>, options?: Partial<WorkOptions>): Promise<Working>;
  failed: { name: string; message: string }[];
}

export const log = pino({ level: "silent" });

export const job = (name: string, lane: Lane): Job<{ text: string }> => ({
  name,
  lane,
  payload: z.object({ text: z.string() }),
  run: async () => undefined,
});

export const task = (text: string, given: Partial<Task> = {}): Task => ({
  lane: "requests",
  name: "request",
  payload: { text },
  ...given,
});

/** An empty store for each test, with a queue on it. */
export function queueScene(store: Store): QueueScene {
  const scene = { failed: [] } as unknown as QueueScene;
  const ends: (() => Promise<unknown>)[] = [];
  let redis: RedisServer | undefined;
  beforeAll(async () => {
    redis = store === "Redis" ? await startRedis() : undefined;
  });
  beforeEach(async () => {
    scene.failed.length = 0;
    const database = redis ? undefined : await cloneDatabase();
    if (redis) await emptied(redis);
    scene.line = await startTcpProxy(redis?.port ?? Number(new URL(database?.url ?? "").port));
    scene.config = configOf(scene.line.port, database, redis);
    scene.another = () => {
      const queue = createQueue(scene.config, log);
      ends.unshift(() => queue.close());
      return queue;
    };
    ends.unshift(() => scene.line.close());
    if (database) ends.push(() => database.drop());
    scene.queue = scene.another();
  });
  scene.work = async (run, options = {}) => {
    const working = await workOn(scene.queue, scene, run, options);
    ends.unshift(() => working.close());
    return working;
  };
  afterEach(async () => {
    await scene.line.restore();
    for (const end of ends.splice(0)) await end();
  });
  afterAll(() => redis?.stop());
  return scene;
}

function configOf(
  port: number,
  database: TestDatabase | undefined,
  redis: RedisServer | undefined,
): QueueConfig {
  const databaseUrl = new URL(database?.url ?? "postgresql://127.0.0.1/none");
  databaseUrl.hostname = "127.0.0.1";
  databaseUrl.port = String(port);
  return { databaseUrl: databaseUrl.href, redisUrl: redis && `redis://127.0.0.1:${port}` };
}

export function workOn(
  queue: Queue,
  { failed }: QueueScene,
  run: (text: string, runs: number) => Promise<void>,
  options: Partial<WorkOptions> = {},
): Promise<Working> {
  const runs = new Map<string, number>();
  return queue.work({
    jobs: [job("request", "requests"), job("message", "messages")] as Job[],
    concurrency: 10,
    lockMs: 5_000,
    run: (_job, payload) => {
      const { text } = payload as { text: string };
      runs.set(text, (runs.get(text) ?? 0) + 1);
      return run(text, runs.get(text) ?? 0);
    },
    failed: (name, { message }) => void failed.push({ name, message }),
    troubled: () => undefined,
    ...options,
  });
}

async function emptied({ url }: RedisServer): Promise<void> {
  const redis = new Redis(url);
  await redis.flushall();
  redis.disconnect();
}
