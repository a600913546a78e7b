import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { applyMigrations } from "../../src/core/adapters/migrations.ts";
import { createDatabase } from "../../src/core/adapters/postgres-pool.ts";
import { verifyAudit } from "../../src/core/audit/verify-audit.ts";
import { recordAudit } from "../../src/core/kernel/audit/record-audit.ts";
import { systemActor } from "../../src/core/kernel/audit/system-actor.ts";
import type { Database } from "../../src/core/kernel/database.ts";
import { type SandboxPostgres, startPostgres } from "../../src/sandbox/postgres.ts";
import { fold } from "../../src/core/kernel/text/fold.ts";

const writers = 8;
const kills = 3;
let dataFolder: string;
let postgres: SandboxPostgres;

beforeAll(async () => {
  dataFolder = path.join(await mkdtemp(path.join(tmpdir(), "durable-")), "data");
  postgres = await startPostgres({ dataFolder, durable: true });
  await applyMigrations(postgres.url);
});
afterAll(async () => {
  await postgres.stop();
  await rm(path.dirname(dataFolder), { recursive: true, force: true });
});

/** The server and all that it has started, in one moment: what stood in its memory alone is gone. */
async function kill(): Promise<void> {
  const [file] = (
    await promisify(execFile)("find", ["-L", dataFolder, "-name", "postmaster.pid"])
  ).stdout.split("\n");
  const [pid = ""] = (await readFile(file ?? "", "utf8")).split("\n");
  await promisify(execFile)("sh", ["-c", `kill -9 ${pid} $(ps -o pid= --ppid ${pid})`]).catch(
    () => undefined,
  );
  await postgres.stop();
}

/** Until the server is gone: each change with what is audited of it. What was told to be done, and how many were. */
async function write(db: Database, told: Set<string>, name: () => string): Promise<void> {
  const auditing = { clock: () => new Date(), actor: systemActor };
  for (;;) {
    const one = name();
    try {
      await db.$transaction(async (tx) => {
        await tx.marketplace.create({ data: { name: one, nameKey: fold(one) } });
        await recordAudit(tx, auditing, { action: "names-changed", subject: { kind: "test", name: one } });
      });
      told.add(one);
    } catch {
      return;
    }
  }
}

test(
  "what was told to be done is there after a crash, with its audit, and the chain is whole",
  { timeout: 120_000 },
  async () => {
    let serial = 0;
    const told = new Set<string>();
    for (let killed = 0; killed < kills; killed += 1) {
      const db = createDatabase(postgres.url, writers);
      const before = told.size;
      const writing = Array.from({ length: writers }, () => write(db, told, () => `change ${(serial += 1)}`));
      while (told.size < before + 200) await sleep(20);
      await kill();
      await Promise.all(writing);
      await db.$disconnect();
      postgres = await startPostgres({ dataFolder, durable: true });
    }
    const db = createDatabase(postgres.url, 2);
    const made = await db.marketplace.findMany({ select: { name: true } });
    const audited = await db.auditEvent.findMany({ select: { subjectName: true } });
    const lost = (rows: string[]) => [...told].filter((one) => !new Set(rows).has(one));
    expect(lost(made.map(({ name }) => name))).toEqual([]);
    expect(audited.map(({ subjectName }) => subjectName).toSorted()).toEqual(
      made.map(({ name }) => name).toSorted(),
    );
    expect(await verifyAudit(db)).toMatchObject({ count: audited.length, broken: undefined });
    await db.$disconnect();
  },
);

test("what the audit is verified by is on the disk before its hash is told", async () => {
  const db = createDatabase(postgres.url, 2);
  const client = new Client({ connectionString: postgres.url });
  await client.connect();
  try {
    // As in a session of the program that is killed between its commit and its flush.
    await client.query("SET cyclr_access.flushes = 'on'");
    await client.query(
      `INSERT INTO "AuditEvent" ("at", "actorKind", "actorName", "surface", "action", "subjectKind", "subjectName")
       VALUES (now(), 'system', 'system', 'worker', 'tested', 'test', 'unflushed')`,
    );
    const { rows } = await client.query<{ at: string }>("SELECT pg_current_wal_insert_lsn()::text AS at");
    await verifyAudit(db);
    const flushed = await client.query(`SELECT pg_current_wal_flush_lsn() >= $1::pg_lsn AS "flushed"`, [
      rows[0]?.at,
    ]);
    expect(flushed.rows).toEqual([{ flushed: true }]);
  } finally {
    await client.end();
    await db.$disconnect();
  }
});
