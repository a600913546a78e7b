import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sealAudit } from "../../../src/core/audit/seal-audit.ts";
import { verifyAudit } from "../../../src/core/audit/verify-audit.ts";
import { sealingFaults } from "../../support/sealing-faults.ts";
import { createTestApp, type TestApp } from "../../support/test-app.ts";

let t: TestApp;
let sql: Client;
beforeAll(async () => {
  t = await createTestApp();
  sql = await connect();
});
afterAll(async () => {
  await sql.end();
  await t.close();
});

/** A client whose session may be ended by others. */
async function connect(): Promise<Client> {
  const client = new Client({ connectionString: t.databaseUrl });
  client.on("error", () => undefined);
  await client.connect();
  return client;
}

const pause = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 25 }), fc.constant(250));
const transaction = fc.record({
  rows: fc.integer({ min: 1, max: 4 }),
  before: pause,
  held: pause,
  end: fc.constantFrom("commit", "commit", "commit", "part rolled back", "rolled back", "killed"),
});
type Transaction = typeof transaction extends fc.Arbitrary<infer One> ? One : never;

const sealer = fc.record({
  atMost: fc.integer({ min: 1, max: 6 }),
  held: fc.integer({ min: 0, max: 8 }),
  between: fc.integer({ min: 0, max: 20 }),
});
type Sealer = typeof sealer extends fc.Arbitrary<infer One> ? One : never;

const scene = fc.record({
  writers: fc.array(fc.array(transaction, { minLength: 1, maxLength: 8 }), { minLength: 2, maxLength: 8 }),
  sealers: fc.array(sealer, { minLength: 1, maxLength: 3 }),
  kills: fc.array(fc.integer({ min: 1, max: 120 }), { maxLength: 6 }),
});

const insert = `INSERT INTO "AuditEvent" ("actorKind", "actorName", "surface", "action", "subjectKind", "subjectName")
  VALUES ('system', 'x', 'job', 'names-changed', 'test', $1)`;

let serial = 0;

/** Writes what each transaction says; the names that were committed. */
async function write(transactions: Transaction[]): Promise<string[]> {
  const committed: string[] = [];
  let client = await connect();
  for (const { rows, before, held, end } of transactions) {
    await sleep(before);
    const names: string[] = [];
    await client.query("BEGIN");
    for (let row = 0; row < rows; row += 1) {
      names.push(`row ${(serial += 1)}`);
      await client.query(insert, [names.at(-1)]);
    }
    if (end === "part rolled back") {
      await client.query("SAVEPOINT part");
      await client.query(insert, ["never"]);
      await client.query("ROLLBACK TO part");
    }
    await sleep(held);
    if (end === "killed") {
      await client.query("SELECT pg_terminate_backend(pg_backend_pid())").catch(() => undefined);
      client = await connect();
      continue;
    }
    await client.query(end === "rolled back" ? "ROLLBACK" : "COMMIT");
    if (end !== "rolled back") committed.push(...names);
  }
  await client.end();
  return committed;
}

interface Sealing {
  over: boolean;
  /** Sessions that seal, by their process's id. */
  sessions: Set<number>;
}

/** Seals until it is over, in a transaction that is open for a while and may be killed at any moment. */
async function seal({ atMost, held, between }: Sealer, sealing: Sealing): Promise<void> {
  while (!sealing.over) {
    const client = await connect();
    const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
    const pid = rows[0]?.pid ?? 0;
    sealing.sessions.add(pid);
    try {
      while (!sealing.over) {
        await client.query("BEGIN");
        await client.query(`SELECT audit_seal(${atMost})`);
        await sleep(held);
        await client.query("COMMIT");
        await sleep(between);
      }
    } catch {
      // Killed: the next session goes on.
    }
    sealing.sessions.delete(pid);
    await client.end().catch(() => undefined);
  }
}

async function kill(pauses: number[], { sessions }: Sealing): Promise<void> {
  for (const ms of pauses) {
    await sleep(ms);
    for (const pid of sessions) await sql.query("SELECT pg_terminate_backend($1)", [pid]);
  }
}

test("whoever writes, rolls back, takes long or is killed: each row that was committed is sealed once", async () => {
  let kept = 0;
  await fc.assert(
    fc.asyncProperty(scene, async ({ writers, sealers, kills }) => {
      const sealing: Sealing = { over: false, sessions: new Set() };
      const beside = [...sealers.map((one) => seal(one, sealing)), kill(kills, sealing)];
      const committed = (await Promise.all(writers.map(write))).flat();
      sealing.over = true;
      await Promise.all(beside);
      await sealAudit(t.db);
      kept += committed.length;
      expect(await t.db.auditEvent.count({ where: { subjectName: { in: committed } } })).toBe(
        committed.length,
      );
      expect(await sealingFaults(sql)).toEqual([]);
      expect(await verifyAudit(t.db, undefined, 10)).toMatchObject({
        count: kept,
        broken: undefined,
        unsealed: { count: 0 },
      });
    }),
    { numRuns: 12, endOnFailure: true },
  );
}, 120_000);
