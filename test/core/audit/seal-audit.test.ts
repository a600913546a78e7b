import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { by, recordAudit } from "../../../src/core/kernel/audit/record-audit.ts";
import { systemActor } from "../../../src/core/kernel/audit/system-actor.ts";
import { sealAudit } from "../../../src/core/audit/seal-audit.ts";
import { verifyAudit } from "../../../src/core/audit/verify-audit.ts";
import { sealingFaults } from "../../support/sealing-faults.ts";
import { createTestApp, type TestApp } from "../../support/test-app.ts";
import { until } from "../../support/until.ts";

let t: TestApp;
let sql: Client;
beforeAll(async () => {
  t = await createTestApp();
  sql = new Client({ connectionString: t.databaseUrl });
  await sql.connect();
});
afterAll(async () => {
  await sql.end();
  await t.close();
});

const record = (name: string, db: Parameters<typeof recordAudit>[0] = t.db) =>
  recordAudit(db, by(t.app, systemActor), {
    action: "names-changed",
    subject: { kind: "test", name },
    after: { name },
  });

const recorded = async () => {
  const rows = await t.db.auditEvent.findMany({ orderBy: { id: "asc" } });
  return rows.map(({ id, subjectName }) => ({ id, name: subjectName }));
};

interface Block {
  number: number;
  names: string[];
  settled: number;
}

/** Each with the rows that it seals. */
async function blocks(): Promise<Block[]> {
  const { rows } = await sql.query<Block>(
    `SELECT "number"::int, "settled"::int, ARRAY(SELECT "subjectName" FROM "AuditEvent" WHERE block."ids" @> "id" ORDER BY "id") AS "names"
     FROM "AuditBlock" block ORDER BY block."number"`,
  );
  return rows;
}

const lastBlock = async () => (await blocks()).at(-1);

const insert = (name: string, more = "") =>
  `INSERT INTO "AuditEvent" ("actorKind", "actorName", "surface", "action", "subjectKind", "subjectName")
   VALUES ('system', 'x'${more}, 'job', 'names-changed', 'test', '${name}')`;

async function withClient(work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: t.databaseUrl });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

describe("the audit's chain", () => {
  test("begins with a block that follows none, and makes none where there is nothing to seal", async () => {
    expect(await sealAudit(t.db)).toBe(0);
    await record("first");
    expect(await sealAudit(t.db)).toBe(1);
    expect(await sealAudit(t.db)).toBe(0);
    const made = await t.db.auditBlock.findMany();
    expect(made).toMatchObject([{ number: 1n, count: 1 }]);
    expect(made[0]?.previousHash).toHaveLength(0);
    expect(made[0]?.hash).toHaveLength(32);
  });

  test("dates a row by the program's clock, wherever a test or a demo has moved it", async () => {
    t.clock.set("2031-05-06T07:08:09.010Z");
    await record("dated");
    const dated = await t.db.auditEvent.findFirst({ where: { subjectName: "dated" } });
    expect(dated?.at).toEqual(t.clock.now());
  });

  test("seals what 200 transactions write at the same moment, each with work of its own around it", async () => {
    const before = (await recorded()).length;
    const one = (index: number) =>
      t.db.$transaction(
        async (tx) => {
          await tx.$queryRaw`SELECT pg_sleep(random() * 0.01)::text`;
          await record(`many-${index}`, tx);
          if (index % 3 === 0) await record(`many-${index}-again`, tx);
        },
        { maxWait: 60_000, timeout: 60_000 },
      );
    const writing = new AbortController();
    const sealing = withClient(async (client) => {
      while (!writing.signal.aborted) await client.query("SELECT audit_seal(7)");
    });
    await Promise.all(Array.from({ length: 200 }, (_, index) => one(index)));
    writing.abort();
    await sealing;
    expect((await recorded()).length - before).toBe(200 + 67);
    expect(await verifyAudit(t.db)).toMatchObject({ count: before + 267, broken: undefined });
    expect(await sealingFaults(sql)).toEqual([]);
  });

  test("goes on where a transaction was rolled back", async () => {
    await record("before the rollback");
    const failing = t.db.$transaction(async (tx) => {
      await record("never", tx);
      throw new Error("rolled back");
    });
    await expect(failing).rejects.toThrow("rolled back");
    await record("after the rollback");
    await sealAudit(t.db);
    expect((await lastBlock())?.names).toEqual(["before the rollback", "after the rollback"]);
    expect(BigInt((await lastBlock())?.settled ?? 0)).toBe((await recorded()).at(-1)?.id);
    expect((await verifyAudit(t.db)).broken).toBeUndefined();
  });

  test("is made of as many blocks as a backlog needs", async () => {
    const before = (await blocks()).length;
    const row = {
      actorKind: "system",
      actorName: "x",
      surface: "job",
      action: "names-changed",
      subjectKind: "test",
    };
    await t.db.auditEvent.createMany({ data: Array.from({ length: 2_500 }, () => row) });
    expect(await sealAudit(t.db)).toBe(2_500);
    expect((await blocks()).slice(before).map(({ names }) => names.length)).toEqual([1_000, 1_000, 500]);
    expect((await verifyAudit(t.db)).broken).toBeUndefined();
  });

  test("leaves the rest of a backlog to others when it is told to", async () => {
    const row = {
      actorKind: "system",
      actorName: "x",
      surface: "job",
      action: "names-changed",
      subjectKind: "test",
    };
    await t.db.auditEvent.createMany({ data: Array.from({ length: 1_500 }, () => row) });
    expect(await sealAudit(t.db, AbortSignal.abort())).toBe(1_000);
    expect(await sealAudit(t.db)).toBe(500);
  });

  test("waits for no transaction, and seals what it wrote in a later block", async () => {
    await withClient(async (client) => {
      await client.query("BEGIN");
      await client.query(insert("slow"));
      for (const name of ["fast", "faster"]) {
        await record(name);
        await sealAudit(t.db);
        expect((await lastBlock())?.names).toEqual([name]);
      }
      const slow = Number((await recorded()).find(({ name }) => name === "fast")?.id) - 1;
      expect((await lastBlock())?.settled).toBeLessThan(slow);
      expect((await verifyAudit(t.db)).broken).toBeUndefined();
      await client.query("COMMIT");
    });
    await sealAudit(t.db);
    expect((await lastBlock())?.names).toEqual(["slow"]);
    expect((await verifyAudit(t.db)).broken).toBeUndefined();
    expect(await sealingFaults(sql)).toEqual([]);
  });

  test("counts on a row whose number was taken before its transaction had one", async () => {
    // The sequence writes to the log now and then, which would give the transaction its number.
    await sql.query(`SELECT nextval('"AuditEvent_id_seq"') FROM generate_series(1, 40)`);
    await withClient(async (client) => {
      const [{ taken: before } = { taken: "" }] = (await sql.query<{ taken: string }>(lastTaken)).rows;
      const slow = client.query(insert("thoughtful", " || pg_sleep(0.5)::text"));
      await until(async () => (await sql.query<{ taken: string }>(lastTaken)).rows[0]?.taken !== before);
      for (let count = 0; count < 3; count += 1) {
        await record(`meanwhile ${count}`);
        await sealAudit(t.db);
      }
      await slow;
    });
    await sealAudit(t.db);
    expect((await lastBlock())?.names).toEqual(["thoughtful"]);
    expect(await sealingFaults(sql)).toEqual([]);
  });

  test("is sealed by one at a time, and holds no writer up for that", async () => {
    await record("for another");
    await sql.query("BEGIN");
    await sql.query("SELECT audit_seal(1000)");
    await record("while another seals");
    await expect(sealAudit(t.db)).rejects.toThrow(/lock timeout/);
    await sql.query("ROLLBACK");
    const sealed = await Promise.all([1, 2, 3].map(() => sealAudit(t.db)));
    expect(sealed.reduce((sum, one) => sum + one, 0)).toBe(2);
    expect(await sealingFaults(sql)).toEqual([]);
  });

  test("is not sealed in a transaction that would see only what was there at its begin", async () => {
    await sql.query("BEGIN ISOLATION LEVEL REPEATABLE READ");
    await expect(sql.query("SELECT audit_seal(10)")).rejects.toThrow(/READ COMMITTED/);
    await sql.query("ROLLBACK");
  });

  test("has the several entries of one transaction in the order in which they were written", async () => {
    await t.db.$transaction(async (tx) => {
      for (const name of ["one", "two", "three"]) await record(name, tx);
    });
    await sealAudit(t.db);
    expect((await lastBlock())?.names).toEqual(["one", "two", "three"]);
  });
});

const lastTaken = `SELECT pg_sequence_last_value('"AuditEvent_id_seq"')::text AS "taken"`;

describe("the audit refuses", () => {
  test.each([
    [`UPDATE "AuditEvent" SET "actorName" = 'somebody else'`, "UPDATE"],
    [`UPDATE "AuditEvent" SET "id" = "id" + 1000000`, "UPDATE"],
    [`UPDATE "AuditBlock" SET "hash" = "hash"`, "UPDATE"],
    [`DELETE FROM "AuditBlock"`, "DELETE"],
    [`TRUNCATE "AuditBlock"`, "TRUNCATE"],
    [`DELETE FROM "AuditEvent" WHERE "id" = (SELECT max("id") FROM "AuditEvent")`, "DELETE"],
    [
      `WITH forged AS (INSERT INTO "AuditEvent" ("actorKind", "actorName", "surface", "action", "subjectKind")
       VALUES ('x', 'x', 'x', 'x', 'x') RETURNING "id")
       UPDATE "AuditEvent" SET "actorName" = 'somebody else' FROM forged`,
      "UPDATE",
    ],
    [`TRUNCATE "AuditEvent"`, "TRUNCATE"],
    [`TRUNCATE "AuditEvent", "Request" CASCADE`, "TRUNCATE"],
    [
      `INSERT INTO "AuditEvent" ("id", "actorKind", "actorName", "surface", "action", "subjectKind")
       OVERRIDING SYSTEM VALUE SELECT max("id"), 'x', 'x', 'x', 'x', 'x' FROM "AuditEvent"
       ON CONFLICT ("id") DO UPDATE SET "actorName" = 'somebody else'`,
      undefined,
    ],
  ])("%s", async (statement, refused) => {
    const before = await t.db.auditEvent.findMany({ orderBy: { id: "asc" } });
    if (refused) await expect(sql.query(statement)).rejects.toThrow(`append-only: ${refused} refused`);
    else await sql.query(statement).catch(() => undefined);
    const after = await t.db.auditEvent.findMany({ orderBy: { id: "asc" } });
    expect(after.slice(0, before.length)).toEqual(before);
  });

  test("the same from Prisma", async () => {
    const { id } = await t.db.auditEvent.findFirstOrThrow();
    await expect(t.db.auditEvent.update({ where: { id }, data: { action: "x" } })).rejects.toThrow(
      /append-only/,
    );
    await expect(t.db.auditEvent.deleteMany()).rejects.toThrow(/append-only/);
  });
});
