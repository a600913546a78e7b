import { Client } from "pg";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { by, recordAudit } from "../../../src/core/kernel/audit/record-audit.ts";
import { systemActor } from "../../../src/core/kernel/audit/system-actor.ts";
import { createDatabase } from "../../../src/core/adapters/postgres-pool.ts";
import { exportAudit } from "../../../src/core/audit/export-audit.ts";
import { wholeWords } from "../../../src/core/audit/verified-words.ts";
import { makeActor } from "../../support/factories.ts";
import { sealAudit } from "../../../src/core/audit/seal-audit.ts";
import { verifyAudit } from "../../../src/core/audit/verify-audit.ts";
import { createTestApp, type TestApp } from "../../support/test-app.ts";

let t: TestApp;
let sql: Client;
let other: Client;
beforeAll(async () => {
  t = await createTestApp();
  [sql, other] = [t, t].map(({ databaseUrl }) => new Client({ connectionString: databaseUrl })) as [
    Client,
    Client,
  ];
  await Promise.all([sql.connect(), other.connect()]);
});
afterEach(() => Promise.all([sql.query("ROLLBACK"), other.query("ROLLBACK")]));
afterAll(async () => {
  await Promise.all([sql.end(), other.end()]);
  await t.close();
});

const record = (name: string) =>
  recordAudit(t.db, by(t.app, systemActor), { action: "names-changed", subject: { kind: "test", name } });

test("is held up by no lock that anybody may take, and holds no reader up", async () => {
  await sql.query("BEGIN");
  await sql.query("SELECT pg_advisory_xact_lock(4092160318)");
  await record("beside a lock");
  expect(await sealAudit(t.db)).toBe(1);
  await sql.query("ROLLBACK");
  await record("for a sealer that takes long");
  await sql.query("BEGIN");
  await sql.query("SELECT audit_seal(1000)");
  expect(await t.db.auditBlock.count()).toBe(1);
  await sql.query("COMMIT");
});

test("is sealed by PostgreSQL's own functions and operators, whatever somebody has made in public", async () => {
  const trap = (name: string, type: string, returns: string) =>
    `CREATE FUNCTION public.${name} RETURNS ${returns} LANGUAGE plpgsql IMMUTABLE AS
     $$ BEGIN RAISE EXCEPTION 'not the owner''s: ${type}'; END $$`;
  await sql.query(trap("lower(int8range)", "lower", "bigint"));
  await sql.query(trap("octet_length(varchar)", "octet_length", "int"));
  await sql.query(trap("overlap(text[], text[])", "&&", "boolean"));
  await sql.query(
    "CREATE OPERATOR public.&& (LEFTARG = text[], RIGHTARG = text[], FUNCTION = public.overlap)",
  );
  try {
    // So that there are writers to be compared.
    await other.query("BEGIN");
    await other.query('LOCK TABLE "AuditEvent" IN ROW EXCLUSIVE MODE');
    // The path that such a caller likes best.
    await sql.query("SET search_path = public, pg_catalog");
    for (const name of ["one", "two", "three"]) {
      await record(name);
      const { rows } = await sql.query("SELECT public.audit_seal(1000) AS sealed");
      expect(rows).toEqual([{ sealed: 1 }]);
    }
  } finally {
    await sql.query("RESET search_path");
    await sql.query("DROP OPERATOR public.&& (text[], text[])");
    await sql.query("DROP FUNCTION public.lower(int8range), octet_length(varchar), overlap(text[], text[])");
  }
  expect((await verifyAudit(t.db)).broken).toBeUndefined();
});

test.each(["NULL", "0", "-1", "1001", "2147483647"])("has no block of %s rows", async (atMost) => {
  await record("one more");
  await expect(sql.query(`SELECT audit_seal(${atMost})`)).rejects.toThrow(/1 to 1000 rows/);
  expect(await sealAudit(t.db)).toBe(1);
});

test("verify and the export go on with what is sealed while another holds the sealing up, and say so", async () => {
  const ctx = { ...t.app, actor: await makeActor(t, { fullAccess: true }) };
  await sealAudit(t.db);
  await record("for a sealer that takes long");
  await sql.query("BEGIN");
  await sql.query("SELECT audit_seal(1000)");
  // One after the other: the export is audited itself.
  const verified = await verifyAudit(t.db);
  const exported = await exportAudit(ctx, undefined);
  expect(verified).toMatchObject({ broken: undefined, unsealed: { count: 1 } });
  expect(verified.refused).toMatch(/lock timeout/u);
  const keeper = { owner: "postgres", asks: "cyclr_app", mayRewrite: false };
  expect(wholeWords(verified, keeper)).toMatch(
    /Nothing could be sealed now: .*lock timeout\.\n1 row is not sealed/u,
  );
  expect(exported.rows).toBeGreaterThan(0);
  expect(t.chat.files.at(-1)?.comment).toContain("Sealing was held up");
  await sql.query("ROLLBACK");
});

test("who may not read which ids were given is not told that rows were inserted", async () => {
  await record("not sealed yet");
  const role = `reader_${new URL(t.databaseUrl).pathname.slice(1)}`;
  await sql.query(`CREATE ROLE "${role}" LOGIN PASSWORD 'reads'`);
  await sql.query(`GRANT SELECT ON "AuditEvent", "AuditBlock" TO "${role}"`);
  const url = Object.assign(new URL(t.databaseUrl), { username: role, password: "reads" });
  const db = createDatabase(url.href, 1);
  try {
    const verified = await verifyAudit(db);
    expect(verified).toMatchObject({ broken: undefined, refused: undefined });
    expect(verified.unsealed).toMatchObject({ givenUnknown: true });
    expect(verified.unsealed.count).toBeGreaterThan(0);
    const keeper = { owner: "postgres", asks: role, mayRewrite: false };
    expect(wholeWords(verified, keeper)).toContain("Whether somebody inserted these cannot be told");
  } finally {
    await db.$disconnect();
    await sql.query(`DROP OWNED BY "${role}"; DROP ROLE "${role}"`);
  }
});
