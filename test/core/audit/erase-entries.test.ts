import { Client } from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type EntryToErase, eraseEntries } from "../../../src/core/audit/erase-entries.ts";
import { sealAudit } from "../../../src/core/audit/seal-audit.ts";
import { brokenWords, wholeWords } from "../../../src/core/audit/verified-words.ts";
import { verifyAudit } from "../../../src/core/audit/verify-audit.ts";
import type { Operator } from "../../../src/core/context.ts";
import { systemActor } from "../../../src/core/kernel/audit/system-actor.ts";
import { by, recordAudit } from "../../../src/core/kernel/audit/record-audit.ts";
import { sealingFaults } from "../../support/sealing-faults.ts";
import { createTestApp, type TestApp } from "../../support/test-app.ts";

const root: Operator = { kind: "operator", name: "root", surface: "command-line" };
const keeper = { owner: "postgres", asks: "cyclr_app", mayRewrite: false };
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
  for (const statement of ["BEGIN", "SET LOCAL session_replication_role = replica", ...statements, "COMMIT"])
    await sql.query(statement);
}

const record = (name: string) =>
  recordAudit(t.db, by(t.app, systemActor), {
    action: "names-changed",
    subject: { kind: "test", name, id: `id of ${name}` },
    before: { name },
    after: { name: `${name} ✨` },
  });
const rowsOf = () => t.db.auditEvent.findMany({ orderBy: { id: "asc" } });
const idOf = async (place: number) => (await rowsOf()).at(place)?.id ?? 0n;
const all: EntryToErase["columns"] = ["subjectName", "subjectId", "before", "after"];
const erase = (...ids: bigint[]) =>
  eraseEntries(
    { db: t.db, clock: () => t.clock.now(), actor: root },
    ids.map((id) => ({ id, columns: all })),
    "asked for by letter",
  );
const broken = async () => (await verifyAudit(t.db)).broken;

beforeEach(async () => {
  await tamper('TRUNCATE "AuditEvent", "AuditBlock"');
  for (const name of ["ann", "bob", "ann", "cleo", "ann"]) await record(name);
  await sealAudit(t.db);
});

describe("a person is erased from entries", () => {
  test("which say nothing of them any more, while the chain is whole and says by which entry", async () => {
    const { lastHash } = await verifyAudit(t.db);
    const ids = [await idOf(0), await idOf(2), await idOf(4)];
    expect(await erase(...ids)).toBe(3);
    const rows = await rowsOf();
    const eraser = rows.at(-1);
    expect(rows.map(({ subjectName, erasedBy }) => [subjectName, erasedBy])).toEqual([
      ["(erased)", eraser?.id],
      ["bob", null],
      ["(erased)", eraser?.id],
      ["cleo", null],
      ["(erased)", eraser?.id],
      ["", null],
    ]);
    expect(rows[0]).toMatchObject({
      salt: null,
      before: null,
      after: null,
      subjectId: null,
      actorName: "cyclr-access",
      action: "names-changed",
    });
    expect(eraser).toMatchObject({ action: "audit-erased", actorName: "root", after: { entries: 3 } });
    expect(JSON.stringify(rows[0], (_, value: unknown) => String(value))).not.toContain("ann");
    const verified = await verifyAudit(t.db, lastHash);
    expect(verified).toMatchObject({
      broken: undefined,
      count: 6,
      expectedFound: true,
      erased: { count: 3, by: [String(eraser?.id)] },
    });
    expect(wholeWords(verified, keeper)).toContain(
      `A person was erased from 3 rows of these, by the row ${eraser?.id}:`,
    );
    expect(await sealingFaults(sql)).toEqual([]);
  });

  test("once: again it changes nothing, and writes no entry", async () => {
    const id = await idOf(0);
    await erase(id);
    const before = await rowsOf();
    expect(await erase(id)).toBe(0);
    expect(await rowsOf()).toEqual(before);
  });

  test("of another person later, who stands in the same entry", async () => {
    const id = await idOf(0);
    await erase(id);
    const ctx = { db: t.db, clock: () => t.clock.now(), actor: root };
    expect(await eraseEntries(ctx, [{ id, columns: ["actorName"] }], "asked for by mail")).toBe(1);
    const [row] = await rowsOf();
    expect(row).toMatchObject({ actorName: "(erased)", subjectName: "(erased)", erasedBy: await idOf(-1) });
    expect(await verifyAudit(t.db)).toMatchObject({ broken: undefined, erased: { count: 1 } });
    await tamper(`UPDATE "AuditEvent" SET "erasedBy" = ${await idOf(-2)} WHERE "id" = ${id}`);
    expect(await broken()).toEqual({ id: String(id), fault: "unproven-erasure" });
  });

  test("in batches, of which each is named by an entry of its own", async () => {
    for (let index = 0; index < 400; index += 1) await record(`n${index}`);
    const ids = (await rowsOf()).map(({ id }) => id);
    expect(await erase(...ids)).toBe(405);
    const verified = await verifyAudit(t.db, undefined, 50);
    expect(verified).toMatchObject({ broken: undefined, erased: { count: 405 } });
    expect(verified.erased.by).toHaveLength(3);
  }, 60_000);

  test("by two at once, each entry by one of them", async () => {
    for (let index = 0; index < 100; index += 1) await record(`n${index}`);
    const ids = (await rowsOf()).map(({ id }) => id);
    const counts = await Promise.all([erase(...ids), erase(...ids.toReversed())]);
    expect(counts[0] + counts[1]).toBe(105);
    expect(await broken()).toBeUndefined();
  });

  test("while others write and seal", async () => {
    const done = new AbortController();
    const sealing = (async () => {
      while (!done.signal.aborted) await sealAudit(t.db);
    })();
    const writing = (async () => {
      for (let index = 0; !done.signal.aborted; index += 1) await record(`w${index}`);
    })();
    for (let round = 0; round < 10; round += 1) {
      await record("late");
      const late = await t.db.auditEvent.findMany({ where: { subjectName: "late" }, select: { id: true } });
      expect(await erase(...late.map(({ id }) => id))).toBe(1);
    }
    done.abort();
    await Promise.all([sealing, writing]);
    expect(await verifyAudit(t.db)).toMatchObject({ broken: undefined, erased: { count: 10 } });
    expect(await sealingFaults(sql)).toEqual([]);
  }, 60_000);

  test("not where the entry tells of an erasure", async () => {
    await erase(await idOf(0));
    expect(await erase(await idOf(-1))).toBe(0);
    expect(await broken()).toBeUndefined();
  });
});

describe("the one update that the audit takes", () => {
  test.each([
    ["of what no entry says is erased", `"actorName" = '(erased)', "salt" = NULL, "erasedBy" = 1`],
    ["of anything else", `"subjectName" = 'nobody'`],
    ["to nothing", `"before" = NULL`],
    ["of the salt", `"salt" = gen_random_uuid()`],
  ])("is not that %s", async (_, change) => {
    await expect(
      sql.query(`UPDATE "AuditEvent" SET ${change} WHERE "id" = ${await idOf(1)}`),
    ).rejects.toThrow("The audit is append-only: UPDATE refused");
  });

  const emptied = `"salt" = NULL, "subjectName" = '(erased)', "subjectId" = NULL, "before" = NULL, "after" = NULL`;
  const announce = async (id: bigint, change = "") => {
    await sql.query(
      `WITH said AS (SELECT audit_left(event, '{subjectName,subjectId,before,after}', NULL) AS "left" FROM "AuditEvent" event WHERE "id" = ${id})
       INSERT INTO "AuditEvent" ("actorKind", "actorName", "surface", "action", "subjectKind", "after")
       SELECT 'operator', 'root', 'command-line', 'audit-erased', 'audit', jsonb_build_object('ids', '{[${id},${id + 1n})}',
         'digests', encode(audit_digest(jsonb_populate_record("left", '{${change}}')), 'base64')) FROM said`,
    );
    return idOf(-1);
  };
  const emptying = async (id: bigint, eraser: bigint, change = emptied) =>
    sql.query(`UPDATE "AuditEvent" SET ${change}, "erasedBy" = ${eraser} WHERE "id" = ${id}`);

  test("is refused before the entry that says so is sealed, and goes through then", async () => {
    const id = await idOf(1);
    const eraser = await announce(id);
    await expect(emptying(id, eraser)).rejects.toThrow("UPDATE refused");
    await sealAudit(t.db);
    await expect(emptying(await idOf(3), eraser)).rejects.toThrow("UPDATE refused");
    await expect(emptying(id, eraser, `"salt" = NULL, "before" = NULL, "after" = NULL`)).rejects.toThrow(
      "UPDATE refused",
    );
    await emptying(id, eraser);
    expect(await broken()).toBeUndefined();
    await expect(emptying(id, eraser)).rejects.toThrow("UPDATE refused");
  });

  test("is refused of a row that is not sealed, and of one that is to say something else, even where an entry says so", async () => {
    await record("dora");
    const eraser = await announce(await idOf(-1));
    await expect(emptying(await idOf(-2), eraser)).rejects.toThrow("UPDATE refused");
    const other = await announce(await idOf(1), '"action": "signed-in"');
    await sealAudit(t.db);
    await expect(emptying(await idOf(1), other, `${emptied}, "action" = 'signed-in'`)).rejects.toThrow(
      "UPDATE refused",
    );
    expect(await broken()).toBeUndefined();
  });
});

describe("nobody hides a change as an erasure", () => {
  let [id, eraser] = [0n, 0n];
  beforeEach(async () => {
    id = await idOf(2);
    await erase(id);
    eraser = await idOf(-1);
  });
  const unproven = () => ({ id: String(id), fault: "unproven-erasure" });

  test.each([
    [`"action" = 'signed-in'`],
    [`"at" = "at" + interval '1 day'`],
    [`"actorName" = 'somebody else'`],
    [`"subjectName" = 'somebody else'`],
    [`"after" = '{}'`],
    [`"accountId" = gen_random_uuid()`],
  ])("after UPDATE … SET %s of what is left", async (change) => {
    await tamper(`UPDATE "AuditEvent" SET ${change} WHERE "id" = ${id}`);
    expect(await broken()).toEqual(unproven());
    expect(brokenWords(await verifyAudit(t.db))).toContain(
      `broken at row ${id}: it is marked as erased, and`,
    );
  });

  test("by marking a row that no entry names", async () => {
    const forged = await idOf(1);
    const empty = (by: bigint) =>
      `UPDATE "AuditEvent" SET "salt" = NULL, "before" = NULL, "after" = NULL, "subjectName" = '(erased)', "erasedBy" = ${by} WHERE "id" = ${forged}`;
    for (const eraserOf of [eraser, await idOf(0), forged, 999_999n]) {
      await tamper(empty(eraserOf));
      expect(await broken()).toEqual({ id: String(forged), fault: "unproven-erasure" });
    }
  });

  test("by taking the mark away", async () => {
    await tamper(`UPDATE "AuditEvent" SET "erasedBy" = NULL, "salt" = gen_random_uuid() WHERE "id" = ${id}`);
    expect(await broken()).toEqual({ id: String(id), fault: "changed" });
  });

  test("by removing the entry that says so, with its block or without", async () => {
    await tamper(`DELETE FROM "AuditEvent" WHERE "id" = ${eraser}`);
    expect(await broken()).toEqual(unproven());
    await tamper(`DELETE FROM "AuditBlock" WHERE "ids" @> ${eraser}::bigint`);
    expect(await broken()).toEqual(unproven());
  });

  test("by changing the entry that says so, or its digest with it", async () => {
    const forged = await idOf(1);
    await tamper(
      `UPDATE "AuditEvent" SET "after" = jsonb_set("after", '{ids}', '"{[${forged},${id + 1n})}"') WHERE "id" = ${eraser}`,
    );
    expect(await broken()).toEqual(unproven());
    await tamper(
      `UPDATE "AuditBlock" block SET "digests" = (SELECT string_agg(audit_digest(event), '' ORDER BY "id") FROM "AuditEvent" event WHERE block."ids" @> "id") WHERE "ids" @> ${eraser}::bigint`,
    );
    expect((await broken())?.fault).toMatch(/unproven-erasure|block-changed/u);
  });

  test("by erasing what was changed before", async () => {
    const changed = await idOf(1);
    await tamper(`UPDATE "AuditEvent" SET "action" = 'signed-in' WHERE "id" = ${changed}`);
    await expect(erase(changed)).rejects.toThrow(`Row ${changed} of the audit is not what was sealed`);
    expect(await broken()).toEqual({ id: String(changed), fault: "changed" });
  });
});

test("a kill between what is said and what is emptied leaves the chain whole, and the next run finishes", async () => {
  const ids = [await idOf(0), await idOf(2)];
  await tamper('ALTER TABLE "AuditEvent" ADD CONSTRAINT killed CHECK ("erasedBy" IS NULL)');
  await expect(erase(...ids)).rejects.toThrow(/killed/u);
  await tamper('ALTER TABLE "AuditEvent" DROP CONSTRAINT killed');
  expect(await verifyAudit(t.db)).toMatchObject({ broken: undefined, erased: { count: 0 }, count: 6 });
  expect(await erase(...ids)).toBe(2);
  expect(await verifyAudit(t.db)).toMatchObject({ broken: undefined, erased: { count: 2 }, count: 7 });
});
