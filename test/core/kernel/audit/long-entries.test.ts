import { afterAll, beforeAll, expect, test } from "vitest";
import { verifyAudit } from "../../../../src/core/audit/verify-audit.ts";
import {
  type AuditEntry,
  auditText,
  by,
  type GivenAudit,
  givenAudit,
  recordAudit,
} from "../../../../src/core/kernel/audit/record-audit.ts";
import { systemActor } from "../../../../src/core/kernel/audit/system-actor.ts";
import { run, statement } from "../../../../src/core/kernel/statement.ts";
import { createTestApp, type TestApp } from "../../../support/test-app.ts";

let t: TestApp;
beforeAll(async () => {
  t = await createTestApp();
});
afterAll(() => t.close());

const inSql = statement<{ audit: GivenAudit }, object>((at) => auditText(at, "(SELECT 1) AS one"));

const long = (text: string) => text.repeat(300_000);
const entry: Omit<AuditEntry, "subject"> = {
  action: "names-changed",
  before: { because: long("ß"), level: "Access" },
  after: Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`name ${index}`, '"株"'])),
};

test("what is longer than anything that is audited is cut, with a mark, on each way into the audit", async () => {
  const huge: AuditEntry = { ...entry, subject: { kind: "test", name: long("株"), id: long("✨") } };
  const who = by(t.app, { ...systemActor, name: long("x") });
  await recordAudit(t.db, who, huge);
  await run(t.db, inSql, { audit: givenAudit(who, huge) });
  const rows = await t.db.auditEvent.findMany({ orderBy: { id: "asc" } });
  expect(rows).toHaveLength(2);
  for (const { before, after, actorName, subjectName, subjectId } of rows) {
    expect(before).toEqual({ because: `${"ß".repeat(999)}…`, level: "Access" });
    expect((after as { cut: string }).cut).toMatch(/^\{"name 0":.{7000,8000}…$/u);
    for (const name of [actorName, subjectName, subjectId]) expect(name).toMatch(/^(?:x|株|✨){1999}…$/u);
  }
  expect((await verifyAudit(t.db)).broken).toBeUndefined();
});

test("an entry of a sane length is written as it is", async () => {
  const after = { because: "word ".repeat(2_000), list: [1, null, { deep: "ß" }] };
  await recordAudit(t.db, by(t.app, systemActor), {
    action: "names-changed",
    subject: { kind: "test", name: "n".repeat(2_000) },
    after,
  });
  const row = await t.db.auditEvent.findFirst({ orderBy: { id: "desc" } });
  expect(row).toMatchObject({ after, before: null, subjectName: "n".repeat(2_000) });
});

test.each([
  ["a name", `repeat('x', 200000), NULL`],
  ["a text in JSON", `'x', jsonb_build_object('text', repeat('x', 200000))`],
  ["numbers of few octets", `'x', '[1e100000, 1e100000]'::jsonb`],
])("the database refuses a row that is too long by %s, whoever writes it", async (_, values) => {
  const writing = t.db.$executeRawUnsafe(
    `INSERT INTO "AuditEvent" ("actorKind", "actorName", "surface", "action", "subjectKind", "subjectName", "after")
     VALUES ('x', 'x', 'x', 'x', 'x', ${values})`,
  );
  await expect(writing).rejects.toThrow(/AuditEvent_size/u);
});
