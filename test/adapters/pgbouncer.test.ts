import { setTimeout as sleep } from "node:timers/promises";
import { pino } from "pino";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createQueue } from "../../src/core/adapters/bullmq-queue.ts";
import { createDatabase } from "../../src/core/adapters/postgres-pool.ts";
import { migrate } from "../../src/core/migrate.ts";
import { requireMigrated } from "../../src/core/open-database.ts";
import { databaseTrouble } from "../../src/core/database-trouble.ts";
import { type BuiltProgram, buildProgram } from "../command-line/built-program.ts";
import { makePartner } from "../support/factories.ts";
import { type PoolMode, startPgBouncer } from "../support/pgbouncer.ts";
import { findPgBouncer } from "../support/requirements.ts";
import { testEnv } from "../support/test-app.ts";
import { cloneDatabase, type TestDatabase } from "../support/test-database.ts";
import { until } from "../support/until.ts";

const ends: (() => Promise<unknown>)[] = [];
const log = pino({ level: "silent" });

describe.runIf(findPgBouncer())("behind PgBouncer", () => {
  let database: TestDatabase;
  let program: BuiltProgram;
  beforeAll(async () => {
    [database, program] = await Promise.all([cloneDatabase(), buildProgram()]);
    await sql(`ALTER DATABASE ${new URL(database.url).pathname.slice(1)} SET timezone TO 'Asia/Kathmandu'`);
  });
  afterEach(async () => {
    for (const end of ends.splice(0).toReversed()) await end();
  });
  afterAll(async () => {
    await program.remove();
    await database.drop();
  });

  async function sql(text: string): Promise<void> {
    const db = createDatabase(database.url, 1);
    await db.$executeRawUnsafe(text);
    await db.$disconnect();
  }

  async function behind(mode: PoolMode, settings?: Record<string, number>): Promise<string> {
    const bouncer = await startPgBouncer(database.url, mode, settings);
    ends.push(() => bouncer.stop());
    return bouncer.url;
  }

  test("in session mode migrations, transactions, times and the queue work, as PgBouncer comes", async () => {
    const url = await behind("session");
    await migrate({ databaseUrl: url, redisUrl: undefined });
    await requireMigrated(url, 0);
    const db = createDatabase(url, 4);
    ends.push(() => db.$disconnect());
    await makePartner(db, "Northwind");
    const at = new Date("2026-10-25T01:30:00.000Z");
    const make = (index: number) =>
      db.$transaction(async (tx) => {
        const keys = { name: "A", nameKey: "a", apiId: `a${index}`, apiIdKey: `a${index}`, createdAt: at };
        const { id } = await tx.account.create({ data: keys });
        return tx.account.findUniqueOrThrow({ where: { id } });
      });
    const made = await Promise.all(Array.from({ length: 30 }, (_, index) => make(index)));
    expect(made.map(({ createdAt }) => createdAt)).toEqual(made.map(() => at));
    const queue = createQueue({ databaseUrl: url }, log);
    ends.push(() => queue.close());
    await queue.add([{ lane: "messages", name: "none", payload: {} }]);
    await queue.ping();
    const failed: string[] = [];
    const failing = (name: string) => void failed.push(name);
    const nothing = async () => undefined;
    const work = {
      jobs: [],
      concurrency: 2,
      lockMs: 5_000,
      run: nothing,
      failed: failing,
      troubled: nothing,
    };
    const working = await queue.work(work);
    ends.push(() => working.close());
    await until(() => failed.length === 1);
    await queue.add([{ lane: "requests", name: "none", payload: {}, delayMs: 300 }]);
    await until(() => failed.length === 2);
  });

  test.each(["transaction", "statement"] as const)(
    "in %s mode every part refuses to start, names the mode and what to set, and npm run migrate says nothing is well",
    async (mode) => {
      const url = await behind(mode);
      const words = new RegExp(`is a pooler in ${mode} mode.* Set pool_mode=session`, "u");
      for (let round = 0; round < 5; round += 1) await expect(requireMigrated(url, 0)).rejects.toThrow(words);
      const round = await behind(mode, { server_round_robin: 1 });
      await expect(requireMigrated(round, 0)).rejects.toThrow(words);
      const migrated = await program.run("migrate", [], { DATABASE_URL: url });
      expect(migrated).toMatchObject({ code: 1, out: "" });
      expect(migrated.err).toMatch(words);
      const worker = await program.start("worker/main", { ...testEnv(url), LOG_LEVEL: "silent" });
      expect(worker).toMatchObject({ code: 1, out: "" });
      expect(worker.err).toMatch(words);
      expect(worker.err).not.toContain("    at ");
    },
  );

  test("a startup parameter that it refuses is named, with what to set", async () => {
    const url = await behind("session");
    const migrated = await program.run("migrate", [], { DATABASE_URL: `${url}?options=-c%20jit%3Doff` });
    expect(migrated).toMatchObject({ code: 1, out: "" });
    expect(migrated.err).toContain(
      "take options out of DATABASE_URL, or name it in PgBouncer's ignore_startup_parameters",
    );
  });

  test(
    "a pool that has no second session to give is named, with what to set",
    { timeout: 60_000 },
    async () => {
      const url = await behind("session", { default_pool_size: 1 });
      await expect(requireMigrated(url, 0)).rejects.toThrow(/gave no second session .*default_pool_size/u);
    },
  );

  test("clients beyond its limit wait for one that leaves, and are not told that it is our side", async () => {
    const url = await behind("session", { max_client_conn: 3 });
    const [first, second] = [createDatabase(url, 3), createDatabase(url, 3)];
    ends.push(
      () => first.$disconnect(),
      () => second.$disconnect(),
    );
    const hold = () => first.$queryRaw`SELECT 1 AS "one" FROM pg_sleep(1)`;
    const held = Promise.all([hold(), hold(), hold()]).then(() => first.$disconnect());
    await sleep(300);
    expect(await second.$queryRaw`SELECT 1 AS "one"`).toEqual([{ one: 1 }]);
    await held;
    expect(databaseTrouble(new Error("no more connections allowed (max_client_conn)"))?.retryable).toBe(true);
  });
});
