import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";
import { Client } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { healthOf } from "../../src/core/answer-health.ts";
import { createApp } from "../../src/core/app.ts";
import { readConfig } from "../../src/core/config.ts";
import type { App } from "../../src/core/context.ts";
import { watchStores } from "../../src/core/kernel/outbox/health.ts";
import { createLogger } from "../../src/core/adapters/logger.ts";
import { startSandbox } from "../../src/sandbox/start-sandbox.ts";
import { type RedisServer, startRedis } from "../support/redis-server.ts";
import { findRedisServer } from "../support/requirements.ts";
import { spawnPart } from "../support/spawn-part.ts";
import { startTcpProxy, type TcpProxy } from "../support/tcp-proxy.ts";
import { testEnv } from "../support/test-app.ts";
import { cloneDatabase, type TestDatabase } from "../support/test-database.ts";
import { until } from "../support/until.ts";

let database: TestDatabase;
let line: TcpProxy;
const ends: (() => unknown)[] = [];
const lines: string[] = [];

beforeEach(async () => {
  database = await cloneDatabase();
  lines.length = 0;
  line = await startTcpProxy(Number(new URL(database.url).port));
  ends.push(
    () => line.close(),
    () => database.drop(),
  );
});
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

/** A process of the program, as far as its stores go. */
function start(redisUrl?: string): App {
  const url = new URL(database.url);
  url.port = String(line.port);
  const log = createLogger("info", { write: (text) => void lines.push(text) });
  const app = createApp(readConfig({ ...testEnv(url.href), ...(redisUrl && { REDIS_URL: redisUrl }) }), {
    log,
  });
  ends.unshift(() => app.close());
  return app;
}

async function started(redisUrl?: string): Promise<App> {
  const app = start(redisUrl);
  await becomes(app, 200);
  lines.length = 0;
  return app;
}

const readiness = (app: App) => healthOf(app, "/readyz");
const becomes = (app: App, status: 200 | 503) =>
  until(async () => {
    const answer = await readiness(app);
    return answer.status === status && answer.body;
  });
/** Both stores in this state: each was perhaps asked a moment before. */
const found = (app: App, state: string) =>
  until(async () => {
    const { status, body } = await readiness(app);
    return status === 503 && body.database === state && body.queue === state && body;
  });
const told = () => lines.map((one) => (JSON.parse(one) as { msg: string }).msg);

async function inDatabase(sql: string, thenBreak = true): Promise<void> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  await client.query("SET default_transaction_read_only = off");
  await client.query(sql);
  if (!thenBreak) return client.end();
  // A setting is for new sessions; those of the program break, as in a failover.
  await client.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
  );
  await client.end();
}

const name = () => new URL(database.url).pathname.slice(1);
const readOnly = (state: "on" | "off") =>
  inDatabase(`ALTER DATABASE ${name()} SET default_transaction_read_only = ${state}`);

describe("a process on PostgreSQL alone", () => {
  test("is ready, and alive", async () => {
    const app = start();
    expect(await readiness(app)).toEqual({
      status: 200,
      body: { status: "ok", database: "ok", queue: "ok" },
    });
    expect(await healthOf(app, "/livez")).toEqual({ status: 200, body: { status: "ok" } });
  });

  test("is not ready while the database can only be read, and says so once", async () => {
    const app = await started();
    await readOnly("on");
    expect((await found(app, "refuses writes")).because).toEqual([
      expect.stringMatching(/^The database takes no writes/),
      expect.stringMatching(/^The queue takes no writes/),
    ]);
    expect((await healthOf(app, "/livez")).status).toBe(200);
    await readOnly("off");
    await becomes(app, 200);
    expect(told()).toEqual([
      "PostgreSQL takes no writes; this is tried again",
      "PostgreSQL takes writes again",
    ]);
  });

  test.each(["cut", "stall"] as const)("is not ready while the way to the database is %s", async (way) => {
    const app = await started();
    await line[way]();
    await found(app, "down");
    await line.restore();
    await becomes(app, 200);
    expect(told()).toEqual([
      "PostgreSQL does not answer; this is tried again",
      "PostgreSQL takes writes again",
    ]);
  });
});

describe.runIf(findRedisServer())("a process with its queue on Redis", () => {
  let redis: RedisServer;
  let client: Redis;
  beforeAll(async () => {
    redis = await startRedis();
    client = new Redis(redis.url);
  });
  afterAll(async () => {
    client.disconnect();
    await redis.stop();
  });

  test.each([
    [
      "out of memory",
      () => client.config("SET", "maxmemory", "1"),
      () => client.config("SET", "maxmemory", "0"),
    ],
    [
      "a replica after a failover",
      () => client.replicaof("127.0.0.1", 1),
      () => client.replicaof("NO", "ONE"),
    ],
  ])("is not ready while Redis is %s", async (_what, begin, end) => {
    const app = await started(redis.url);
    await begin();
    expect(await becomes(app, 503)).toEqual({
      status: "degraded",
      database: "ok",
      queue: "refuses writes",
      because: [expect.stringMatching(/^The queue takes no writes/)],
    });
    await end();
    await becomes(app, 200);
    expect(told()).toEqual(["Redis takes no writes; this is tried again", "Redis takes writes again"]);
  });
});

test.runIf(findRedisServer())("a wrong password for Redis is told as that, and told to nobody", async () => {
  const redis = await startRedis();
  const admin = new Redis(redis.url);
  await admin.config("SET", "requirepass", "right");
  const url = Object.assign(new URL(redis.url), { password: "hunter2" }).href;
  try {
    await becomes(start(url), 503);
    await until(() => lines.length > 0);
    expect(lines.join("")).toContain("Redis refuses the user or the password of REDIS_URL");
    expect(lines.join("")).not.toMatch(/hunter2|right/u);
  } finally {
    admin.disconnect();
    await redis.stop();
  }
});

test("probes, however many, put one question to a store", async () => {
  let writes = 0;
  const write = async () => void (writes += 1);
  const nothing = async () => undefined;
  const db = { $queryRawUnsafe: write } as unknown as App["db"];
  const queue = { tryWrite: write, ping: nothing } as unknown as App["queue"];
  const health = watchStores({ db, queue, log: createLogger("silent") }, "Redis");
  await Promise.all(Array.from({ length: 100 }, () => health.check()));
  await health.check();
  expect(writes).toBe(2);
});

test("a store that answers nothing is asked no second time before it does", async () => {
  let asked = 0;
  const hangs = () => new Promise<never>(() => void (asked += 1));
  const fine = async () => undefined;
  const db = { $queryRawUnsafe: hangs } as unknown as App["db"];
  const queue = { tryWrite: fine, ping: fine } as unknown as App["queue"];
  const health = watchStores({ db, queue, log: createLogger("silent") }, "Redis");
  expect(await health.check()).toEqual({ database: "down", queue: "ok" });
  await sleep(1_100);
  expect(await health.check()).toEqual({ database: "down", queue: "ok" });
  expect(asked).toBe(1);
});

describe.runIf(findRedisServer())("a worker whose stores go and come back", () => {
  test("writes a line when one goes and a line when it is back", async () => {
    const redis = await startRedis();
    const toRedis = await startTcpProxy(redis.port);
    ends.unshift(
      () => toRedis.close(),
      () => redis.stop(),
    );
    const databaseUrl = new URL(database.url);
    databaseUrl.port = String(line.port);
    const sandbox = await startSandbox({
      mode: "http",
      databaseUrl: databaseUrl.href,
      redisUrl: `redis://127.0.0.1:${toRedis.port}`,
    });
    ends.unshift(() => sandbox.stop());
    const worker = await spawnPart("worker", { ...sandbox.env, LOG_LEVEL: "info", SWEEP_SECONDS: "0.5" });
    ends.unshift(() => worker.kill("SIGTERM"));
    const messages = () =>
      worker
        .output()
        .split("\n")
        .flatMap((text) => (text.startsWith("{") ? [(JSON.parse(text) as { msg: string }).msg] : []))
        .filter((msg) => msg !== "worker takes jobs");
    const gone = (store: string) => `${store} does not answer; this is tried again`;
    const back = (store: string) => `${store} takes writes again`;
    for (const [way, store] of [
      [toRedis, "Redis"],
      [line, "PostgreSQL"],
    ] as const) {
      await way.cut();
      await until(() => messages().includes(gone(store)));
      // Work that waits for the queue, and is tried again and again.
      if (store === "Redis")
        await inDatabase('INSERT INTO "Home" ("consoleUserId") SELECT id FROM "ConsoleUser"', false);
      await sleep(4_000);
      await way.restore();
      await until(() => messages().includes(back(store)));
    }
    const outages = messages().filter((msg) => msg !== "recovered");
    expect(outages).toEqual([gone("Redis"), back("Redis"), gone("PostgreSQL"), back("PostgreSQL")]);
  });
});

test("what broke with a store may come to light for a moment after it is back", async () => {
  let fails = true;
  const asked = async () => {
    if (fails) throw new Error("Connection is closed.");
  };
  const db = { $queryRawUnsafe: async () => undefined } as unknown as App["db"];
  const queue = { tryWrite: asked, ping: asked } as unknown as App["queue"];
  const health = watchStores({ db, queue, log: createLogger("silent") }, "Redis");
  expect(health.unsettled()).toBe(false);
  await health.check();
  fails = false;
  await sleep(1_000);
  expect(await health.check()).toEqual({ database: "ok", queue: "ok" });
  expect(health.unsettled()).toBe(true);
});
