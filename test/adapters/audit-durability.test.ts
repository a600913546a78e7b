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
import { sealAudit } from "../../src/core/audit/seal-audit.ts";
import { verifyAudit } from "../../src/core/audit/verify-audit.ts";
import { recordAudit } from "../../src/core/kernel/audit/record-audit.ts";
import { systemActor } from "../../src/core/kernel/audit/system-actor.ts";
import type { Database } from "../../src/core/kernel/database.ts";
import { type SandboxPostgres, startPostgres } from "../../src/sandbox/postgres.ts";
import { sealingFaults } from "../support/sealing-faults.ts";
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

/** Until the server is gone, without a pause, so that it is killed in the midst of a block. The last hash that was to be seen. */
async function seal(db: Database): Promise<string | undefined> {
  let hash: string | undefined;
  for (;;)
    try {
      await sealAudit(db);
      const last = await db.auditBlock.findFirst({ orderBy: { number: "desc" }, select: { hash: true } });
      hash = last ? Buffer.from(last.hash).toString("hex") : undefined;
    } catch {
      return hash;
    }
}

test(
  "what was told to be done is there after a crash, with its audit, and the chain is whole",
  { timeout: 120_000 },
  async () => {
    let serial = 0;
    const told = new Set<string>();
    const hashes: string[] = [];
    for (let killed = 0; killed < kills; killed += 1) {
      const db = createDatabase(postgres.url, writers);
      const before = told.size;
      const writing = Array.from({ length: writers }, () => write(db, told, () => `change ${(serial += 1)}`));
      const sealers = [createDatabase(postgres.url, 1), createDatabase(postgres.url, 1)];
      const sealing = sealers.map(seal);
      while (told.size < before + 200) await sleep(20);
      await kill();
      await Promise.all(writing);
      for (const hash of await Promise.all(sealing)) if (hash) hashes.push(hash);
      await Promise.all([db, ...sealers].map((one) => one.$disconnect()));
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
    expect(hashes).toHaveLength(2 * kills);
    // What was written down outlasts each crash.
    for (const hash of hashes)
      expect(await verifyAudit(db, hash)).toMatchObject({
        count: audited.length,
        broken: undefined,
        unsealed: { count: 0 },
        expectedFound: true,
      });
    const sql = new Client({ connectionString: postgres.url });
    await sql.connect();
    expect(await sealingFaults(sql)).toEqual([]);
    await sql.end();
    await db.$disconnect();
  },
);
