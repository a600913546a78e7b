import { afterAll, beforeAll, expect, test } from "vitest";
import { createDatabase } from "../../src/core/adapters/postgres-pool.ts";
import { databaseTrouble } from "../../src/core/database-trouble.ts";
import { startTcpProxy, type TcpProxy } from "../support/tcp-proxy.ts";
import { cloneDatabase, type TestDatabase } from "../support/test-database.ts";

let database: TestDatabase;
let line: TcpProxy;
beforeAll(async () => {
  database = await cloneDatabase();
  line = await startTcpProxy(Number(new URL(database.url).port));
});
afterAll(async () => {
  await line.close();
  await database.drop();
});

test("a database whose host vanished is given up soon, by whoever waits for it, and found again in its new place", async () => {
  const url = Object.assign(new URL(database.url), { port: String(line.port) }).href;
  const db = createDatabase(url, 2, { answerWithinMs: 300 });
  try {
    const alone = () => db.partner.count();
    const within = () => db.$transaction((tx) => tx.partner.count());
    expect(await Promise.all([alone(), within()])).toEqual([0, 0]);
    line.strand();
    const failures = await Promise.all([alone().catch(databaseTrouble), within().catch(databaseTrouble)]);
    expect(failures).toEqual([
      expect.objectContaining({ retryable: true }),
      expect.objectContaining({ retryable: true }),
    ]);
    expect([await alone(), await within()]).toEqual([0, 0]);
  } finally {
    await db.$disconnect();
  }
});
