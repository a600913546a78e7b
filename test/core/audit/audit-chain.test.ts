import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { by, recordAudit } from "../../../src/core/kernel/audit/record-audit.ts";
import { systemActor } from "../../../src/core/kernel/audit/system-actor.ts";
import { verifyAudit } from "../../../src/core/audit/verify-audit.ts";
import { createTestApp, type TestApp } from "../../support/test-app.ts";

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

const links = async () => {
  const rows = await t.db.auditEvent.findMany({ orderBy: { id: "asc" } });
  return rows.map(({ previousHash, hash, subjectName }) => ({
    name: subjectName,
    before: Buffer.from(previousHash).toString("hex"),
    own: Buffer.from(hash).toString("hex"),
  }));
};

describe("the audit's chain", () => {
  test("begins with a row that follows none", async () => {
    await record("first");
    const [first] = await links();
    expect(first?.before).toBe("");
    expect(first?.own).toMatch(/^[0-9a-f]{64}$/);
  });

  test("dates a row by the program's clock, wherever a test or a demo has moved it", async () => {
    t.clock.set("2031-05-06T07:08:09.010Z");
    await record("dated");
    const dated = await t.db.auditEvent.findFirst({ where: { subjectName: "dated" } });
    expect(dated?.at).toEqual(t.clock.now());
  });

  test("is kept by 200 transactions at the same moment, each with work of its own around it", async () => {
    const before = (await links()).length;
    const one = (index: number) =>
      t.db.$transaction(
        async (tx) => {
          await tx.$queryRaw`SELECT pg_sleep(random() * 0.01)::text`;
          await record(`many-${index}`, tx);
          if (index % 3 === 0) await record(`many-${index}-again`, tx);
        },
        { maxWait: 60_000, timeout: 60_000 },
      );
    await Promise.all(Array.from({ length: 200 }, (_, index) => one(index)));
    const rows = await links();
    expect(rows.length - before).toBe(200 + 67);
    expect(rows.slice(1).map((row) => row.before)).toEqual(rows.slice(0, -1).map((row) => row.own));
    expect(await verifyAudit(t.db)).toMatchObject({ count: rows.length, broken: undefined });
  });

  test("has no gap where a transaction was rolled back", async () => {
    await record("before the rollback");
    const failing = t.db.$transaction(async (tx) => {
      await record("never", tx);
      throw new Error("rolled back");
    });
    await expect(failing).rejects.toThrow("rolled back");
    await record("after the rollback");
    const rows = await links();
    expect(rows.map(({ name }) => name)).not.toContain("never");
    expect(rows.at(-1)?.before).toBe(rows.at(-2)?.own);
    expect((await verifyAudit(t.db)).broken).toBeUndefined();
  });

  test("is kept by one statement that writes several rows", async () => {
    const row = {
      actorKind: "system",
      actorName: "x",
      surface: "job",
      action: "names-changed",
      subjectKind: "test",
    };
    await t.db.auditEvent.createMany({ data: [row, row, row] });
    expect((await verifyAudit(t.db)).broken).toBeUndefined();
  });

  test("holds up nobody for what a transaction does between its entry and its commit", async () => {
    let commit = (): void => undefined;
    const open = new Promise<void>((resolve) => (commit = resolve));
    let written = (): void => undefined;
    const entered = new Promise<void>((resolve) => (written = resolve));
    const slow = t.db.$transaction(async (tx) => {
      await record("slow", tx);
      written();
      await open;
    });
    await entered;
    await record("fast");
    commit();
    await slow;
    expect((await links()).slice(-2).map(({ name }) => name)).toEqual(["fast", "slow"]);
    expect((await verifyAudit(t.db)).broken).toBeUndefined();
  });

  test("that cannot be joined within five seconds fails the transaction, whose change is not made either", async () => {
    await sql.query("SELECT pg_advisory_lock(4092160318)");
    try {
      const waiting = t.db.$transaction(async (tx) => {
        await tx.partner.create({ data: { name: "Never" } });
        await record("never in time", tx);
      });
      await expect(waiting).rejects.toThrow(/lock timeout/);
    } finally {
      await sql.query("SELECT pg_advisory_unlock(4092160318)");
    }
    expect(await t.db.partner.count()).toBe(0);
    expect((await links()).map(({ name }) => name)).not.toContain("never in time");
    await record("in time");
    expect((await verifyAudit(t.db)).broken).toBeUndefined();
  });

  test("gives the several entries of one transaction their numbers in the order in which they were written", async () => {
    await t.db.$transaction(async (tx) => {
      for (const name of ["one", "two", "three"]) await record(name, tx);
    });
    const rows = await links();
    expect(rows.slice(-3).map(({ name }) => name)).toEqual(["one", "two", "three"]);
    expect(rows.slice(1).map((row) => row.before)).toEqual(rows.slice(0, -1).map((row) => row.own));
  });

  test("takes no number and no hash from whoever writes the row", async () => {
    const [before] = (await links()).slice(-1);
    await sql.query(
      `INSERT INTO "AuditEvent" ("id", "previousHash", "hash", "actorKind", "actorName", "surface", "action", "subjectKind")
       VALUES (-5, '\\x00', '\\x00', 'system', 'x', 'job', 'forged', 'test')`,
    );
    const [last] = (await links()).slice(-1);
    expect(last?.before).toBe(before?.own);
    expect((await verifyAudit(t.db)).broken).toBeUndefined();
  });
});

describe("the audit refuses", () => {
  test.each([
    [`UPDATE "AuditEvent" SET "actorName" = 'somebody else'`, "UPDATE"],
    [`UPDATE "AuditEvent" SET "hash" = "hash" WHERE "id" = (SELECT max("id") FROM "AuditEvent")`, "UPDATE"],
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
