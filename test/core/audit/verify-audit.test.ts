import { Client } from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { by, recordAudit } from "../../../src/core/kernel/audit/record-audit.ts";
import { brokenWords, wholeWords } from "../../../src/core/audit/verified-words.ts";
import { auditKeeper, verifyAudit } from "../../../src/core/audit/verify-audit.ts";
import { createDatabase } from "../../../src/core/adapters/postgres-pool.ts";
import { systemActor } from "../../../src/core/kernel/audit/system-actor.ts";
import { resolveHints } from "../../../src/core/kernel/text/command-hint.ts";
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
  await tamper('TRUNCATE "AuditEvent", "AuditBlock"');
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
    // As where transactions were rolled back: room for ids that the chain does not have.
    await sql.query(
      `SELECT nextval(pg_get_serial_sequence('"AuditEvent"', 'id')) FROM generate_series(1, 5)`,
    );
  }
  for (let block = 0; block < 4; block += 1) await sql.query("SELECT audit_seal(3)");
  ids = (await t.db.auditEvent.findMany({ orderBy: { id: "asc" } })).map(({ id }) => String(id));
});

const broken = async () => (await verifyAudit(t.db, undefined, 5)).broken;

const copyOf = (id: string, newId: string) =>
  `INSERT INTO "AuditEvent" SELECT (jsonb_populate_record(event, jsonb_build_object('id', ${newId}::bigint))).*
   FROM "AuditEvent" event WHERE "id" = ${id}`;

/** As its digests, and its hash as well, would have to be for its rows as they are now. */
const digestsOf = (number: number) =>
  `UPDATE "AuditBlock" block SET "digests" = (SELECT string_agg(audit_digest(event), '' ORDER BY "id")
   FROM "AuditEvent" event WHERE block."ids" @> "id") WHERE "number" = ${number}`;
const hashOf = (number: number) =>
  `UPDATE "AuditBlock" block SET "hash" = audit_hash(block) WHERE "number" = ${number}`;

const keeper = { owner: "postgres", asks: "cyclr_app", mayRewrite: false };

describe("a chain that nobody touched", () => {
  test("holds, whatever its rows say and however they fall into pages", async () => {
    for (const rowsAtOnce of [1, 5, 12, 1000]) {
      const verified = await verifyAudit(t.db, undefined, rowsAtOnce);
      expect(verified).toMatchObject({
        count: 12,
        blocks: 4,
        lastBlock: "4",
        broken: undefined,
        expectedFound: undefined,
      });
      expect(wholeWords(verified, keeper)).toContain(
        `The audit is whole: 12 rows in 4 blocks. The hash of the last one, block 4, is\n${verified.lastHash}`,
      );
    }
  });

  test("is empty at first", async () => {
    await tamper('TRUNCATE "AuditEvent", "AuditBlock"');
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
    expect(against).toContain(
      "no rows were cut off at the end that were sealed after the block whose hash you gave",
    );
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

test("what is not sealed yet is told, where this cannot seal it", async () => {
  await recordAudit(t.db, by(t.app, systemActor), { action: "names-changed", subject: { kind: "test" } });
  const readOnly = new URL(t.databaseUrl);
  readOnly.searchParams.set("options", "-c default_transaction_read_only=on");
  const db = createDatabase(readOnly.href, 1);
  try {
    const verified = await verifyAudit(db);
    expect(verified).toMatchObject({ count: 12, unsealed: { count: 1, since: t.clock.now() } });
    expect(resolveHints(wholeWords(verified, keeper))).toContain(
      "1 row is not sealed yet, the oldest of Mon, 2 Mar 2026, 09:00 UTC.",
    );
  } finally {
    await db.$disconnect();
  }
  expect(await verifyAudit(t.db)).toMatchObject({ count: 13, unsealed: { count: 0, since: undefined } });
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
    [`"salt" = gen_random_uuid()`],
    [`"after" = 'null'`],
  ])("after UPDATE … SET %s", async (change) => {
    await tamper(`UPDATE "AuditEvent" SET ${change} WHERE "id" = ${idAt(7)}`);
    expect(await broken()).toEqual({ id: idAt(7), fault: "changed" });
    expect(brokenWords(await verifyAudit(t.db))).toBe(
      `The audit is broken at row ${idAt(7)}: what it says is not what was written. The blocks before it hold, up to block 2: 6 rows.`,
    );
  });

  test("after text was moved over the border between two columns", async () => {
    await tamper(
      `UPDATE "AuditEvent" SET "actorKind" = 'sys', "actorId" = NULL, "actorName" = 'tem' || "actorName" WHERE "id" = ${idAt(3)}`,
    );
    expect(await broken()).toEqual({ id: idAt(3), fault: "changed" });
  });

  test.each([0, 6, 7, 8, 11])("where number %i was deleted", async (place) => {
    await tamper(`DELETE FROM "AuditEvent" WHERE "id" = ${idAt(place)}`);
    expect(await broken()).toEqual({ id: idAt(place), fault: "removed" });
    expect(brokenWords(await verifyAudit(t.db))).toMatch(
      /it was removed\. (?:The blocks|No block) before it/u,
    );
  });

  test("where several were deleted, or all that one block seals", async () => {
    await tamper(`DELETE FROM "AuditEvent" WHERE "id" IN (${idAt(3)}, ${idAt(4)}, ${idAt(5)})`);
    expect(await broken()).toEqual({ id: idAt(3), fault: "removed" });
    await tamper('DELETE FROM "AuditEvent"');
    expect(await broken()).toEqual({ id: idAt(0), fault: "removed" });
  });

  test.each([
    ["between two rows", () => String(Number(idAt(3)) + 1)],
    ["between two blocks", () => String(Number(idAt(2)) + 1)],
    ["before all others", () => String(Number(idAt(0)) - 1)],
    ["below 1", () => "-3"],
    ["that was never given", () => String(Number(idAt(-1)) + 1_000_000)],
    ["that none can follow", () => "9223372036854775807"],
  ])("where one was inserted with an id %s", async (_, newId) => {
    await tamper(copyOf(idAt(5), newId()));
    expect(await broken()).toEqual({ id: newId(), fault: "inserted" });
    expect(brokenWords(await verifyAudit(t.db))).toBe(
      `The audit is broken at row ${newId()}: it was inserted: no block seals it, and none will. The blocks themselves hold, 12 rows.`,
    );
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
});

describe("the first broken block is named", () => {
  test.each([
    [`"ids" = "ids" + int8multirange(int8range(upper("ids"), upper("ids") + 1)), "count" = "count" + 1`],
    [`"count" = "count" - 1`],
    [`"settled" = "settled" - 1`],
    [`"sealedAt" = "sealedAt" - interval '1 day'`],
    [`"digests" = set_byte("digests", 3, 255 - get_byte("digests", 3))`],
    [`"digests" = substr("digests", 1, 64)`],
    [`"previousHash" = sha256('x')`],
    [`"hash" = sha256('x')`],
  ])("after UPDATE … SET %s", async (change) => {
    await tamper(`UPDATE "AuditBlock" SET ${change} WHERE "number" = 3`);
    expect(await broken()).toEqual({ id: "3", fault: "block-changed" });
    expect(brokenWords(await verifyAudit(t.db))).toBe(
      "The audit is broken at block 3: it is not what was sealed. The blocks before it hold, up to block 2: 6 rows.",
    );
  });

  test("where a row was changed, and its digest with it", async () => {
    await tamper(
      `UPDATE "AuditEvent" SET "actorName" = 'somebody else' WHERE "id" = ${idAt(6)}`,
      digestsOf(3),
    );
    expect(await broken()).toEqual({ id: "3", fault: "block-changed" });
    await tamper(hashOf(3));
    expect(await broken()).toEqual({ id: "4", fault: "block-missing-before" });
    expect(brokenWords(await verifyAudit(t.db))).toContain(
      "does not follow from the block before it. One or more in between are missing, or that one was rewritten.",
    );
  });

  test("where its ids were made more than its rows are, with a hash that fits", async () => {
    await tamper(`UPDATE "AuditBlock" SET "ids" = '{[1,9000000000000000000)}' WHERE "number" = 4`, hashOf(4));
    expect(await broken()).toEqual({ id: "4", fault: "block-changed" });
  });

  test.each([1, 2, 3])("where block %i was deleted, with its rows or without", async (number) => {
    await tamper(`DELETE FROM "AuditBlock" WHERE "number" = ${number}`);
    expect(await broken()).toEqual({ id: String(number + 1), fault: "block-missing-before" });
    await tamper(`UPDATE "AuditBlock" SET "number" = "number" - 1 WHERE "number" > ${number}`);
    expect(await broken()).toEqual({ id: String(number), fault: "block-changed" });
  });
});

test("rows cut off at the end are seen against a hash that was written down, and only then", async () => {
  const { lastHash } = await verifyAudit(t.db);
  await tamper(
    `DELETE FROM "AuditEvent" WHERE "id" >= ${idAt(9)}`,
    `DELETE FROM "AuditBlock" WHERE "number" = 4`,
  );
  expect(await verifyAudit(t.db)).toMatchObject({ count: 9, broken: undefined });
  const verified = await verifyAudit(t.db, lastHash);
  expect(verified.expectedFound).toBe(false);
  expect(brokenWords(verified)).toMatch(/cut off at its end/);
});

test("the last block, removed and made anew, has another hash", async () => {
  const { lastHash } = await verifyAudit(t.db);
  await tamper(`DELETE FROM "AuditBlock" WHERE "number" = 4`);
  expect(await verifyAudit(t.db, lastHash)).toMatchObject({ count: 12, blocks: 4, expectedFound: false });
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
