import { Client } from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { by, recordAudit } from "../../../src/core/kernel/audit/record-audit.ts";
import { brokenWords, wholeWords, auditKeeper, verifyAudit } from "../../../src/core/audit/verify-audit.ts";
import { systemActor } from "../../../src/core/kernel/audit/system-actor.ts";
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

/** What whoever owns the database can do, and must be seen. */
async function tamper(...statements: string[]): Promise<void> {
  await sql.query("BEGIN");
  try {
    await sql.query("SET LOCAL session_replication_role = replica");
    for (const statement of statements) await sql.query(statement);
  } catch (error) {
    await sql.query("ROLLBACK");
    throw error;
  }
  await sql.query("COMMIT");
}

let ids: string[];
const idAt = (place: number) => ids.at(place) ?? "";
const names = ["plain", "Zoë ✨ 株式会社", "", "2:ab-3:", "\u202Eturned"];

beforeEach(async () => {
  await tamper('TRUNCATE "AuditEvent"');
  for (let index = 0; index < 12; index += 1) {
    await recordAudit(t.db, by(t.app, systemActor), {
      action: "names-changed",
      subject: {
        kind: "test",
        name: names[index % names.length] ?? "",
        ...(index % 2 === 0 && { id: `id-${index}` }),
      },
      ...(index % 3 === 0 && { before: { z: 1, a: ["ß", null, 1.5e10], nested: { deep: "\n" } } }),
      after: { index },
    });
    // As where transactions were rolled back: room for numbers that the chain does not have.
    await sql.query(
      `SELECT nextval(pg_get_serial_sequence('"AuditEvent"', 'id')) FROM generate_series(1, 5)`,
    );
  }
  ids = (await t.db.auditEvent.findMany({ orderBy: { id: "asc" } })).map(({ id }) => String(id));
});

const broken = async () => (await verifyAudit(t.db, undefined, 5)).broken;

const copyOf = (id: string, newId: string, hash: string) =>
  `INSERT INTO "AuditEvent" SELECT (jsonb_populate_record(event, jsonb_build_object('id', ${newId}::bigint))).*
   FROM "AuditEvent" event WHERE "id" = ${id};
   UPDATE "AuditEvent" SET ${hash} WHERE "id" = ${newId}`;

const keeper = { owner: "postgres", asks: "cyclr_app", mayRewrite: false };

describe("a chain that nobody touched", () => {
  test("holds, whatever its rows say and however they fall into pages", async () => {
    for (const rowsAtOnce of [1, 5, 12, 1000]) {
      const verified = await verifyAudit(t.db, undefined, rowsAtOnce);
      expect(verified).toMatchObject({
        count: 12,
        lastId: idAt(-1),
        broken: undefined,
        expectedFound: undefined,
      });
      expect(wholeWords(verified, keeper)).toContain(
        `12 rows, the last one ${idAt(-1)}. Its hash is\n${verified.lastHash}`,
      );
    }
  });

  test("is empty at first", async () => {
    await tamper('TRUNCATE "AuditEvent"');
    const verified = await verifyAudit(t.db);
    expect(verified).toMatchObject({ count: 0, lastHash: "", broken: undefined });
    expect(wholeWords(verified, keeper)).toMatch(/^The audit is empty\.\n/u);
  });

  test("goes on from a hash that was written down", async () => {
    const { lastHash } = await verifyAudit(t.db);
    await recordAudit(t.db, by(t.app, systemActor), { action: "names-changed", subject: { kind: "test" } });
    const verified = await verifyAudit(t.db, lastHash.toUpperCase());
    expect(verified).toMatchObject({ count: 13, expectedFound: true });
    expect(brokenWords(verified)).toBeUndefined();
    expect(wholeWords(verified, keeper)).toContain("nothing was cut off");
  });
});

describe("what is told of a chain that holds", () => {
  test("says what it cannot prove, less where a hash was given", async () => {
    const { lastHash } = await verifyAudit(t.db);
    const plain = wholeWords(await verifyAudit(t.db), keeper);
    expect(plain).toMatch(/What this cannot prove:[\s\S]*only a hash that was written down before/u);
    expect(plain).toContain("postgres, who owns the audit, or a superuser has not replaced the whole chain");
    const against = wholeWords(await verifyAudit(t.db, lastHash), keeper);
    expect(against).toContain("no rows were cut off at the end that came after the hash you gave");
  });

  test("says whether the program's own role could rewrite it", async () => {
    expect(await auditKeeper(t.db)).toMatchObject({ owner: "postgres", asks: "postgres", mayRewrite: true });
    const verified = await verifyAudit(t.db);
    const owner = { owner: "postgres", asks: "postgres", mayRewrite: true };
    expect(wholeWords(verified, owner)).toContain(
      "may rewrite the audit itself. Give the program a role of its own",
    );
    expect(wholeWords(verified, keeper)).toContain(
      "cyclr_app, by which the program reaches the database, can add rows",
    );
  });
});

describe("the first broken row is named", () => {
  test.each([
    [`"actorName" = 'somebody else'`],
    [`"action" = 'testet'`],
    [`"surface" = ''`],
    [`"subjectId" = 'id-99'`],
    [`"subjectName" = "subjectName" || ' '`],
    [`"at" = "at" + interval '1 millisecond'`],
    [`"accountId" = gen_random_uuid()`],
    [`"requestId" = gen_random_uuid()`],
    [`"before" = '{"z": 2}'`],
    [`"after" = NULL`],
    [`"after" = 'null'`],
    [`"hash" = sha256('x')`],
  ])("after UPDATE … SET %s", async (change) => {
    await tamper(`UPDATE "AuditEvent" SET ${change} WHERE "id" = ${idAt(6)}`);
    expect(await broken()).toEqual({ id: idAt(6), fault: "changed" });
    const verified = await verifyAudit(t.db);
    expect(brokenWords(verified)).toMatch(
      new RegExp(`broken at row ${idAt(6)}: what it says .* 6 rows before it hold`),
    );
  });

  test("after text was moved over the border between two columns", async () => {
    await tamper(
      `UPDATE "AuditEvent" SET "actorKind" = 'sys', "actorId" = NULL, "actorName" = 'tem' || "actorName" WHERE "id" = ${idAt(3)}`,
    );
    expect(await broken()).toEqual({ id: idAt(3), fault: "changed" });
  });

  test("where the changed row was given a hash that fits: the next one does not follow", async () => {
    await tamper(
      `UPDATE "AuditEvent" SET "actorName" = 'somebody else' WHERE "id" = ${idAt(6)}`,
      `UPDATE "AuditEvent" event SET "hash" = audit_hash(event) WHERE "id" = ${idAt(6)}`,
    );
    expect(await broken()).toEqual({ id: idAt(7), fault: "missing-before" });
  });

  test("where one or several in the middle were deleted", async () => {
    await tamper(`DELETE FROM "AuditEvent" WHERE "id" = ${idAt(6)}`);
    expect(await broken()).toEqual({ id: idAt(7), fault: "missing-before" });
    await tamper(`DELETE FROM "AuditEvent" WHERE "id" IN (${idAt(2)}, ${idAt(3)})`);
    expect(await broken()).toEqual({ id: idAt(4), fault: "missing-before" });
  });

  test("where the beginning was deleted", async () => {
    await tamper(`DELETE FROM "AuditEvent" WHERE "id" = ${idAt(0)}`);
    expect(await broken()).toEqual({ id: idAt(1), fault: "missing-before" });
  });

  test("where one was inserted that has no hash, another's, or one that fits", async () => {
    const between = String(Number(idAt(6)) + 1);
    const follows = `"previousHash" = (SELECT "hash" FROM "AuditEvent" WHERE "id" = ${idAt(6)})`;
    for (const hash of [`"previousHash" = '', "hash" = ''`, `"hash" = "hash"`, follows]) {
      await tamper(`DELETE FROM "AuditEvent" WHERE "id" = ${between}`, copyOf(idAt(6), between, hash));
      expect(await broken()).toEqual({ id: between, fault: "inserted" });
    }
    await tamper(`UPDATE "AuditEvent" event SET "hash" = audit_hash(event) WHERE "id" = ${between}`);
    expect(await broken()).toEqual({ id: between, fault: "inserted" });
  });

  test("where several were inserted that follow from one another", async () => {
    const inserted = [1, 2, 3].map((more) => String(Number(idAt(6)) + more));
    for (const [index, id] of inserted.entries()) {
      const before = index === 0 ? idAt(6) : (inserted[index - 1] ?? "");
      const link = `"previousHash" = (SELECT "hash" FROM "AuditEvent" WHERE "id" = ${before})`;
      await tamper(
        copyOf(idAt(6), id, link),
        `UPDATE "AuditEvent" event SET "hash" = audit_hash(event) WHERE "id" = ${id}`,
      );
    }
    expect(await broken()).toEqual({ id: inserted[0], fault: "inserted" });
  });

  test("where two rows were swapped", async () => {
    const [one, other] = [idAt(4), idAt(5)];
    await tamper(
      `UPDATE "AuditEvent" SET "id" = -1 WHERE "id" = ${one}`,
      `UPDATE "AuditEvent" SET "id" = ${one} WHERE "id" = ${other}`,
      `UPDATE "AuditEvent" SET "id" = ${other} WHERE "id" = -1`,
    );
    expect(await broken()).toEqual({ id: one, fault: "changed" });
  });

  test("where the triggers were switched off for a while", async () => {
    await sql.query(`ALTER TABLE "AuditEvent" DISABLE TRIGGER ALL`);
    await sql.query(
      `INSERT INTO "AuditEvent" ("actorKind", "actorName", "surface", "action", "subjectKind") VALUES ('a', 'b', 'c', 'd', 'e')`,
    );
    await sql.query(`ALTER TABLE "AuditEvent" ENABLE TRIGGER ALL`);
    const [last] = await t.db.auditEvent.findMany({ orderBy: { id: "desc" }, take: 1 });
    expect(await broken()).toEqual({ id: String(last?.id), fault: "changed" });
  });
});

test("rows cut off at the end are seen against a hash that was written down, and only then", async () => {
  const { lastHash } = await verifyAudit(t.db);
  await tamper(`DELETE FROM "AuditEvent" WHERE "id" >= ${idAt(-2)}`);
  expect(await verifyAudit(t.db)).toMatchObject({ count: 10, broken: undefined });
  const verified = await verifyAudit(t.db, lastHash);
  expect(verified.expectedFound).toBe(false);
  expect(brokenWords(verified)).toMatch(/cut off at its end/);
});

test("a broken one among 10,000 rows is found", async () => {
  await sql.query(
    `INSERT INTO "AuditEvent" ("actorKind", "actorName", "surface", "action", "subjectKind", "after")
     SELECT 'system', 'n' || n, 'job', 'tested', 'test', jsonb_build_object('n', n) FROM generate_series(1, 10000) n`,
  );
  expect(await verifyAudit(t.db)).toMatchObject({ count: 10_012, broken: undefined });
  const { id } = await t.db.auditEvent.findFirstOrThrow({ where: { actorName: "n9000" } });
  await tamper(`UPDATE "AuditEvent" SET "actorName" = 'x' WHERE "id" = ${id}`);
  expect(await broken()).toEqual({ id: String(id), fault: "changed" });
}, 60_000);
