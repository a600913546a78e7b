import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createDatabase, createPool, PipeliningClient } from "../../src/core/adapters/postgres-pool.ts";
import { run, statement } from "../../src/core/kernel/statement.ts";
import { cloneDatabase, type TestDatabase } from "../support/test-database.ts";
import { until } from "../support/until.ts";

const reading = statement<object, { pid: number }>(() => "SELECT pg_backend_pid() AS pid");

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(() => database.drop());

async function sessions(): Promise<number> {
  const [row] = await asked(
    "SELECT count(*)::int AS n FROM pg_stat_activity WHERE application_name = 'cyclr-access' AND datname = current_database()",
  );
  return row?.["n"] ?? 0;
}

async function asked(sql: string): Promise<Record<string, number>[]> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  const { rows } = await client.query<Record<string, number>>(sql);
  await client.end();
  return rows;
}

test("a process that has asked Prisma for nothing outlives a connection that breaks while nobody uses it", async () => {
  const db = createDatabase(database.url);
  const [before] = await run(db, reading, {});
  await asked(`SELECT pg_terminate_backend(${before?.pid})`);
  await until(async () => (await sessions()) === 0);
  const [after] = await run(db, reading, {});
  expect(after?.pid).not.toBe(before?.pid);
  await db.$disconnect();
});

test("and its connections end with it", async () => {
  const db = createDatabase(database.url);
  await run(db, reading, {});
  expect(await sessions()).toBe(1);
  await db.$disconnect();
  await until(async () => (await sessions()) === 0);
});

test.each([
  ["one that waits for each answer", {}],
  ["one that does not", { Client: PipeliningClient }],
])("a connection may fail again and again while it is lent out: %s", async (_which, options) => {
  const pool = createPool(database.url, { max: 1, ...options });
  const lent = await pool.connect();
  const { rows } = await lent.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  await asked(`SELECT pg_terminate_backend(${rows[0]?.pid})`);
  await expect(until(() => lent.query("SELECT 1").then(() => false))).rejects.toThrow();
  // As when a socket is reset after the server's last word.
  lent.emit("error", new Error("read ECONNRESET"));
  lent.release(true);
  expect((await pool.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
  await pool.end();
});
