import { randomBytes } from "node:crypto";
import { Client } from "pg";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { migrate } from "../../src/core/migrate.ts";
import { openDatabase } from "../../src/core/open-database.ts";
import { systemActor } from "../../src/core/kernel/audit/system-actor.ts";
import { by, recordAudit } from "../../src/core/kernel/audit/record-audit.ts";
import { eraseEntries } from "../../src/core/audit/erase-entries.ts";
import { auditKeeper, verifyAudit } from "../../src/core/audit/verify-audit.ts";
import type { Database } from "../../src/core/kernel/database.ts";
import { startDemo } from "../../src/sandbox/demo/console-commands.ts";
import { until } from "../support/until.ts";
import { withoutApprovals } from "../support/walk.ts";

const serial = randomBytes(6).toString("hex");
const [name, owner, role] = [`roles_${serial}`, `owner_${serial}`, `program_${serial}`];
const admin = new URL(inject("postgresUrl"));
const ownerUrl = addressOf(owner, "own");
const adminUrl = Object.assign(new URL(admin), { pathname: name }).href;
const url = addressOf(role, "a%20secret%2Fwith%3Asigns");
let db: Database;

function addressOf(username: string, password: string): string {
  return Object.assign(new URL(admin), { pathname: name, username, password }).href;
}

async function query(target: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: target });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

const refusalOf = (sql: string): Promise<string> => db.$executeRawUnsafe(sql).then(() => "was done", String);

beforeAll(async () => {
  await query(admin.href, `CREATE ROLE ${owner} LOGIN CREATEROLE PASSWORD 'own'`);
  await query(admin.href, `CREATE DATABASE ${name} OWNER ${owner}`);
  // As PostgreSQL 14 has it, and a cluster that was upgraded from there.
  await query(adminUrl, "GRANT CREATE ON SCHEMA public TO PUBLIC");
});
afterAll(async () => {
  await db.$disconnect();
  await query(admin.href, `DROP DATABASE ${name} WITH (FORCE)`);
});

test("npm run migrate makes the program's role, by the password of DATABASE_URL, and again changes nothing", async () => {
  const config = { databaseUrl: url, ownerUrl, redisUrl: undefined };
  expect(await migrate(config)).toMatchObject({ role: "made" });
  expect(await migrate(config)).toMatchObject({ applied: [], role: "known" });
  db = await openDatabase({ databaseUrl: url, redisUrl: undefined });
  const kept = await query(admin.href, `SELECT rolpassword AS kept FROM pg_authid WHERE rolname = '${role}'`);
  expect(kept).toEqual([{ kept: expect.stringMatching(/^SCRAM-SHA-256\$/u) as unknown }]);
});

test(
  "the whole program runs as that role, the queue in PostgreSQL included",
  { timeout: 120_000 },
  async () => {
    const settings = { DATABASE_URL: url, LOG_LEVEL: "silent", APPROVAL_POLICY: withoutApprovals };
    const demo = await startDemo({ mode: "http", databaseUrl: ownerUrl }, settings);
    const { slack, people, channelId } = demo;
    await slack.runCommand({
      userId: people["ed"] ?? "",
      channelId,
      text: "invite new@acme.example to acme",
    });
    await until(
      () => slack.messages(channelId).some(({ text }) => text.startsWith("Invitation mailed")),
      60_000,
    );
    await demo.stop();
    const { count, broken } = await verifyAudit(db);
    expect(count).toBeGreaterThan(0);
    expect(broken).toBeUndefined();
    // What the program has made meanwhile is not in the way of the next migration.
    expect(await migrate({ databaseUrl: url, ownerUrl, redisUrl: undefined })).toMatchObject({
      role: "known",
    });
  },
);

test("that role can add to the audit, and neither change it nor take its guards away", async () => {
  await recordAudit(db, by({ clock: () => new Date() }, systemActor), {
    action: "names-changed",
    subject: { kind: "test" },
  });
  const last = `WHERE "id" = (SELECT max("id") FROM "AuditEvent")`;
  for (const [sql, refusal] of [
    [`UPDATE "AuditEvent" SET "actorName" = 'nobody' ${last}`, /permission denied/u],
    [`UPDATE "AuditBlock" SET "hash" = '\\x00'`, /permission denied/u],
    [`DELETE FROM "AuditBlock"`, /permission denied/u],
    [`INSERT INTO "AuditBlock" SELECT * FROM "AuditBlock"`, /permission denied/u],
    [`INSERT INTO "AuditEvent" SELECT * FROM "AuditEvent"`, /permission denied/u],
    [
      `INSERT INTO "AuditEvent" ("id", "actorKind", "actorName", "surface", "action", "subjectKind")
       OVERRIDING SYSTEM VALUE VALUES (999, 'x', 'x', 'x', 'x', 'x')`,
      /permission denied/u,
    ],
    [`UPDATE "AuditEvent" SET "salt" = NULL, "erasedBy" = "id" + 1 ${last}`, /permission denied/u],
    ...[`"erasedBy"`, `"salt"`].map(
      (column) =>
        [
          `INSERT INTO "AuditEvent" ("actorKind", "actorName", "surface", "action", "subjectKind", ${column})
           VALUES ('x', 'x', 'x', 'x', 'x', NULL)`,
          /permission denied/u,
        ] as const,
    ),
    [`DELETE FROM "AuditEvent" ${last}`, /permission denied/u],
    [`TRUNCATE "AuditEvent"`, /permission denied/u],
    [`ALTER TABLE "AuditEvent" DISABLE TRIGGER ALL`, /must be owner/u],
    [`DROP TABLE "AuditEvent"`, /must be owner/u],
    [`DROP FUNCTION audit_refuse() CASCADE`, /must be owner/u],
    [`CREATE OR REPLACE FUNCTION audit_seal(INTEGER) RETURNS INTEGER RETURN 0`, /permission denied/u],
    [`SET session_replication_role = replica`, /permission denied/u],
    [`DELETE FROM _prisma_migrations`, /permission denied/u],
    [
      `DO $$ BEGIN LOCK TABLE "AuditBlock" IN SHARE UPDATE EXCLUSIVE MODE; END $$`,
      /permission denied for table AuditBlock/u,
    ],
    [`SELECT 1 FROM "AuditBlock" FOR UPDATE`, /permission denied/u],
    [`CREATE TABLE public.mine (id int)`, /permission denied/u],
    [`SELECT setval(pg_get_serial_sequence('"AuditEvent"', 'id'), 1)::text`, /permission denied/u],
  ] as const)
    expect([sql, await refusalOf(sql)]).toEqual([sql, expect.stringMatching(refusal)]);
  expect(await auditKeeper(db)).toMatchObject({ asks: role, mayRewrite: false });
});

test("that role cannot erase a person from the audit, and the owner can, who is no superuser", async () => {
  const [entry] = await db.auditEvent.findMany({ orderBy: { id: "desc" }, take: 1 });
  const toErase = [{ id: entry?.id ?? 0n, columns: ["actorName" as const] }];
  const ctx = {
    clock: () => new Date(),
    actor: { kind: "operator", name: "root", surface: "command-line" } as const,
  };
  await expect(eraseEntries({ db, ...ctx }, toErase, "asked for")).rejects.toThrow(/permission denied/u);
  expect(await verifyAudit(db)).toMatchObject({ broken: undefined, erased: { count: 0 } });
  const owning = await openDatabase({ databaseUrl: ownerUrl, redisUrl: undefined });
  try {
    expect(await eraseEntries({ db: owning, ...ctx }, toErase, "asked for")).toBe(1);
  } finally {
    await owning.$disconnect();
  }
  expect(await verifyAudit(db)).toMatchObject({ broken: undefined, erased: { count: 1 } });
});

test("npm run migrate takes from that role whatever else it was given, and refuses where it cannot", async () => {
  const config = { databaseUrl: url, ownerUrl, redisUrl: undefined };
  await query(ownerUrl, `GRANT ALL ON ALL TABLES IN SCHEMA public TO ${role}`);
  await query(ownerUrl, `GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO ${role}`);
  await query(adminUrl, `GRANT CREATE ON SCHEMA public TO ${role}`);
  await migrate(config);
  const may = `SELECT has_table_privilege('${role}', oid, 'TRIGGER, TRUNCATE, REFERENCES') AS "over",
      has_table_privilege('${role}', oid, 'INSERT, UPDATE, DELETE') AS "writes",
      has_any_column_privilege('${role}', oid, 'INSERT') AS "adds", has_table_privilege('${role}', oid, 'SELECT') AS "reads"
    FROM pg_class WHERE relname IN ('AuditBlock', 'AuditEvent', 'User') AND relkind = 'r' ORDER BY relname`;
  expect(await query(adminUrl, may)).toEqual([
    { over: false, writes: false, adds: false, reads: true },
    { over: false, writes: false, adds: true, reads: true },
    { over: false, writes: true, adds: true, reads: true },
  ]);
  const created = `SELECT has_schema_privilege('${role}', 'public', 'CREATE') AS "may"`;
  expect(await query(adminUrl, created)).toEqual([{ may: false }]);

  const group = `makers_${serial}`;
  await query(
    adminUrl,
    `CREATE ROLE ${group}; GRANT CREATE ON SCHEMA public TO ${group}; GRANT ${group} TO ${role}`,
  );
  await expect(migrate(config)).rejects.toThrow(
    `The role ${role} of DATABASE_URL may make functions in the schema public`,
  );
  await query(adminUrl, `REVOKE CREATE ON SCHEMA public FROM ${group}; DROP ROLE ${group}`);
  expect(await migrate(config)).toMatchObject({ role: "known" });
});

test("a role that could act as the owner is refused by name", async () => {
  const over = `over_${serial}`;
  await query(admin.href, `CREATE ROLE ${over} LOGIN PASSWORD 'over'; GRANT ${owner} TO ${over}`);
  const config = { databaseUrl: addressOf(over, "over"), ownerUrl, redisUrl: undefined };
  await expect(migrate(config)).rejects.toThrow(`The role ${over} of DATABASE_URL may act as the owner`);
  const [keeper, kept] = [`keeper_${serial}`, `kept_${serial}`];
  await query(admin.href, `CREATE ROLE ${keeper} LOGIN PASSWORD 'keeper'`);
  await query(admin.href, `CREATE DATABASE ${kept} OWNER ${keeper}`);
  const its = (href: string) => Object.assign(new URL(href), { pathname: kept }).href;
  const owning = {
    databaseUrl: its(addressOf(keeper, "keeper")),
    ownerUrl: its(admin.href),
    redisUrl: undefined,
  };
  await expect(migrate(owning)).rejects.toThrow(`The role ${keeper} of DATABASE_URL owns the database`);
  await query(admin.href, `DROP DATABASE ${kept} WITH (FORCE)`);
  const boss = { databaseUrl: addressOf("postgres", "any"), ownerUrl, redisUrl: undefined };
  await expect(migrate(boss)).rejects.toThrow("The role postgres of DATABASE_URL is a superuser");
});
