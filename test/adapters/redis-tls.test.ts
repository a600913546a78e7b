import process from "node:process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createQueue } from "../../src/core/adapters/bullmq-queue.ts";
import { QueueDown } from "../../src/core/kernel/outbox/queue.ts";
import { spawnPart } from "../support/spawn-part.ts";
import { testEnv } from "../support/test-app.ts";
import { cloneDatabase, type TestDatabase } from "../support/test-database.ts";
import { canServeTls, startTlsRedis, type TlsRedisServer } from "../support/tls-redis-server.ts";
import { log, task } from "./queue-scene.ts";

describe.runIf(canServeTls())("a Redis at rediss://", () => {
  let redis: TlsRedisServer;
  let database: TestDatabase;
  beforeAll(async () => {
    [redis, database] = await Promise.all([startTlsRedis(), cloneDatabase()]);
  });
  afterAll(async () => {
    await redis.stop();
    await database.drop();
  });

  test("whose certificate the operator trusts serves the worker", async () => {
    const worker = await spawnPart("worker", {
      ...testEnv(database.url),
      REDIS_URL: redis.url,
      WORKER_PORT: "0",
      NODE_EXTRA_CA_CERTS: redis.certificate,
      PATH: process.execPath,
    });
    expect(worker.output()).toContain("worker takes jobs");
    expect(await worker.kill("SIGTERM")).toBe(0);
  });

  test("whose certificate nobody vouches for is refused", async () => {
    const queue = createQueue({ databaseUrl: "", redisUrl: redis.url }, log);
    await expect(queue.add([task("a")])).rejects.toBeInstanceOf(QueueDown);
    await queue.close();
  });

  test("is not spoken to without TLS", async () => {
    const queue = createQueue({ databaseUrl: "", redisUrl: redis.url.replace("rediss:", "redis:") }, log);
    await expect(queue.add([task("a")])).rejects.toBeInstanceOf(QueueDown);
    await queue.close();
  });
});
