import process from "node:process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { definedRequests } from "../../src/core/features.ts";
import { type RedisServer, startRedis } from "../support/redis-server.ts";
import { cloneDatabase, type TestDatabase } from "../support/test-database.ts";
import { stores } from "../support/walk.ts";
import type { Effect } from "./killed-worker/effects.ts";
import { faultsOf, killedWorkerMatrix, matrixTable } from "./killed-worker/matrix.ts";
import { scenarios } from "./killed-worker/scenarios.ts";
import { startWorld, type World } from "./killed-worker/world.ts";

const patience = { timeout: 300_000 };

test("every kind of request that the worker takes has a scenario", () => {
  const kinds = definedRequests.map(({ kind }) => kind);
  expect(kinds.filter((kind) => !scenarios.some((one) => one.kind === kind))).toEqual([]);
});

/** All effects of all kinds are for `npm run chaos -- killed-worker`; here, on each store, some of some. */
const some = scenarios.filter(
  ({ mails, fails, kind }) => mails > 0 || fails || /^(grant|delete)-/.test(kind),
);
const here: Record<string, Effect[]> = {
  PostgreSQL: ["applied", "card redrawn"],
  Redis: ["mail handed over", "ended"],
};

describe.each(stores())("a worker killed after an effect of each kind of request, on %s", (store) => {
  let [database, redis, world]: [TestDatabase?, RedisServer?, World?] = [];
  beforeAll(async () => {
    database = await cloneDatabase();
    redis = store === "Redis" ? await startRedis() : undefined;
    world = await startWorld(database.url, { redisUrl: redis?.url });
  });
  afterAll(async () => {
    await world?.stop();
    await redis?.stop();
    await database?.drop();
  });

  test("leaves the same end as one that was left alone", patience, async () => {
    const chosen = here[store] ?? [];
    const rows = await killedWorkerMatrix(world as World, some, chosen);
    process.stderr.write(`\n${store}\n${matrixTable(rows)}\n`);
    expect(faultsOf(rows)).toEqual([]);
    for (const effect of chosen) expect(rows.some(({ cells }) => cells.has(effect))).toBe(true);
  });
});
