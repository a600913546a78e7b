import { Client } from "pg";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { by, recordAudit } from "../../src/core/kernel/audit/record-audit.ts";
import { systemActor } from "../../src/core/kernel/audit/system-actor.ts";
import { startSealing } from "../../src/worker/start-sweeping.ts";
import { createTestApp, type TestApp } from "../support/test-app.ts";
import { until } from "../support/until.ts";

let t: TestApp;
let sql: Client;
beforeAll(async () => {
  t = await createTestApp();
  sql = new Client({ connectionString: t.databaseUrl });
  await sql.connect();
});
afterEach(() => void (t.log.length = 0));
afterAll(async () => {
  await sql.end();
  await t.close();
});

const record = (name: string) =>
  recordAudit(t.db, by(t.app, systemActor), { action: "names-changed", subject: { kind: "test", name } });

async function isSealed(name: string): Promise<boolean> {
  const text = `SELECT 1 FROM "AuditBlock" JOIN "AuditEvent" ON "ids" @> "id" WHERE "subjectName" = $1`;
  return (await sql.query(text, [name])).rowCount === 1;
}

const lines = (words: string) => t.log.filter((line) => line.includes(words));
const warnings = () => lines("entries of the audit stay unsealed");

test("what is written is sealed soon, and at the stop once more", async () => {
  const sealing = startSealing(t.app, 60_000);
  await record("while it runs");
  await until(() => isSealed("while it runs"));
  // Between two rounds: only the last seal takes it.
  await record("at the end");
  await sealing.stop();
  expect(await isSealed("at the end")).toBe(true);
  await record("after it");
  expect(await isSealed("after it")).toBe(false);
  expect(lines("sealAudit")).toEqual([]);
});

test("entries that stay unsealed are warned of once, and again when that comes again", async () => {
  const sealing = startSealing(t.app, 10, 50);
  for (const time of [1, 2]) {
    await sql.query("ALTER FUNCTION audit_seal(integer) RENAME TO audit_seal_away");
    await record(`stays ${time}`);
    await until(() => warnings().length >= time);
    const failed = lines("sealAudit").length;
    await until(() => lines("sealAudit").length > failed + 30);
    expect(warnings()).toHaveLength(time);
    await sql.query("ALTER FUNCTION audit_seal_away(integer) RENAME TO audit_seal");
    await until(() => isSealed(`stays ${time}`));
  }
  await sealing.stop();
  expect(warnings()).toHaveLength(2);
});

test("a transaction that stays open with an entry is warned of, and none that ends", async () => {
  const sealing = startSealing(t.app, 10, 50);
  const stays = () => lines("a transaction that writes to the audit stays open");
  await record("beside none");
  await until(() => isSealed("beside none"));
  await sql.query("BEGIN");
  await sql.query('LOCK TABLE "AuditEvent" IN ROW EXCLUSIVE MODE');
  for (let count = 0; stays().length === 0; count += 1) {
    expect(count).toBeLessThan(200);
    await record(`beside it ${count}`);
    await until(() => isSealed(`beside it ${count}`));
  }
  await sql.query("ROLLBACK");
  await sealing.stop();
  expect(stays()).toHaveLength(1);
  expect(stays()[0]).toMatch(/"writers":\["\d+\/\d+"\]/u);
});

test("a round that heard only afterwards that the database was gone warns of nothing: the health check has told it", async () => {
  const gone = async () => {
    throw new Error("Connection terminated unexpectedly");
  };
  const app = { ...t.app, db: { $queryRawUnsafe: gone, $queryRaw: gone } as unknown as typeof t.app.db };
  const sealing = startSealing(app, 60_000);
  await sealing.stop();
  expect(lines("sweep failed")).toEqual([]);
});
