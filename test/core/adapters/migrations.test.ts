import { createHash, randomUUID } from "node:crypto";
import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { inspect } from "node:util";
import { Client } from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { applyMigrations, applyQueueMigrations } from "../../../src/core/adapters/migrations.ts";
import { writeMigration } from "../../../src/core/adapters/new-migration.ts";
import { type SandboxPostgres, startPostgres } from "../../../src/sandbox/postgres.ts";

const checkout = path.resolve(import.meta.dirname, "../../..");
let postgres: SandboxPostgres;
let folder: string;
let databaseUrl: string;
let root: string;
let count = 0;

beforeAll(async () => {
  postgres = await startPostgres();
  folder = await mkdtemp(path.join(os.tmpdir(), "migrations-"));
  await chmod(folder, 0o755);
});

beforeEach(async () => {
  count += 1;
  databaseUrl = await postgres.createDatabase(`db${count}`);
  root = path.join(folder, `project${count}`);
  await mkdir(path.join(root, "prisma"), { recursive: true });
});

afterAll(async () => {
  await postgres.stop();
  await rm(folder, { recursive: true });
});

const first = "model Person {\n  id Int @id\n  name String\n}\n";
const second = `${first}\nmodel Team {\n  id Int @id\n}\n`;

async function writeSchema(models: string): Promise<void> {
  await writeFile(
    path.join(root, "prisma", "schema.prisma"),
    `datasource db {\n  provider = "postgresql"\n}\n\n${models}`,
  );
}

async function write(name: string, day: number): Promise<string> {
  const scratch = `${path.basename(root)}_scratch${day}`;
  const scratchUrl = await postgres.createDatabase(scratch);
  const written = await writeMigration(name, { scratchUrl, root, now: new Date(Date.UTC(2026, 0, day, 12)) });
  return path.basename(written ?? "nothing");
}

async function writeByHand(name: string, sql: string): Promise<void> {
  const target = path.join(root, "prisma", "migrations", name);
  await mkdir(target, { recursive: true });
  await writeFile(path.join(target, "migration.sql"), sql);
}

async function rows(sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query({ text: sql, rowMode: "array" })).rows.flat();
  } finally {
    await client.end();
  }
}

describe("a new migration", () => {
  test("holds what changed in the schema since the last one", async () => {
    await writeSchema(first);
    expect(await write("First people", 1)).toBe("20260101120000_first_people");
    await writeSchema(second);
    const name = await write("teams", 2);
    const sql = await readFile(path.join(root, "prisma", "migrations", name, "migration.sql"), "utf8");
    expect(sql).toContain('CREATE TABLE "Team"');
    expect(sql).not.toContain("Person");
  });

  test("is not written when nothing changed", async () => {
    await writeSchema(first);
    await write("people", 1);
    expect(await write("people again", 2)).toBe("nothing");
  });

  test("starts from what the migrations make, however they were written, and leaves what Prisma does not know", async () => {
    await writeSchema(second);
    await writeByHand(
      "20260101120000_by_hand",
      `CREATE TABLE "Person" (id INTEGER NOT NULL CONSTRAINT "Person_pkey" PRIMARY KEY, name TEXT NOT NULL CHECK (name <> ''));
       CREATE UNIQUE INDEX "Person_adults" ON "Person"(name) WHERE id > 17;`,
    );
    const name = await write("teams", 2);
    const sql = await readFile(path.join(root, "prisma", "migrations", name, "migration.sql"), "utf8");
    expect(sql).toContain('CREATE TABLE "Team"');
    expect(sql).not.toContain("Person");
  });
});

describe("applying migrations", () => {
  test("applies each one once, in order", async () => {
    await writeSchema(first);
    const one = await write("people", 1);
    await writeSchema(second);
    const two = await write("teams", 2);
    expect(await applyMigrations(databaseUrl, { root })).toEqual([one, two]);
    expect(await applyMigrations(databaseUrl, { root })).toEqual([]);
    expect(await rows('SELECT count(*)::int FROM "Team"')).toEqual([0]);
  });

  test("serves four machines that start at once", async () => {
    await writeSchema(second);
    const name = await write("all", 1);
    const starts = [1, 2, 3, 4].map(() => applyMigrations(databaseUrl, { root }));
    expect((await Promise.all(starts)).flat()).toEqual([name]);
    expect(await rows("SELECT count(*)::int FROM pg_locks WHERE locktype = 'advisory'")).toEqual([0]);
  });

  test("lets a second machine wait for a migration longer than the engine's own ten seconds", async () => {
    await writeSchema(first);
    await writeByHand("20260101120000_long", "SELECT pg_sleep(10.5);");
    const starts = [1, 2].map(() => applyMigrations(databaseUrl, { root }));
    expect((await Promise.all(starts)).flat()).toEqual(["20260101120000_long"]);
  });

  test("keeps the books that prisma migrate deploy keeps", async () => {
    await writeSchema(first);
    const name = await write("people", 1);
    await applyMigrations(databaseUrl, { root });
    const script = await readFile(path.join(root, "prisma", "migrations", name, "migration.sql"));
    const checksum = createHash("sha256").update(script).digest("hex");
    expect(
      await rows(
        "SELECT migration_name, checksum, applied_steps_count, rolled_back_at FROM _prisma_migrations",
      ),
    ).toEqual([name, checksum, 1, null]);
  });

  test("refuses a program that came without its migrations", async () => {
    await writeSchema(first);
    await expect(applyMigrations(databaseUrl, { root })).rejects.toThrow("holds no migration");
  });

  test("runs a script whole, with semicolons inside functions and strings", async () => {
    await writeSchema(first);
    await writeByHand(
      "20260101120000_function",
      "CREATE FUNCTION greet() RETURNS text AS $$ BEGIN RETURN 'a;b'; END; $$ LANGUAGE plpgsql; -- so; it is",
    );
    await applyMigrations(databaseUrl, { root });
    expect(await rows("SELECT greet()")).toEqual(["a;b"]);
  });

  test("names a migration that fails, undoes it, and applies it once it is corrected", async () => {
    await writeSchema(first);
    const name = "20260101120000_broken";
    await writeByHand(name, "CREATE TABLE half (id int); INSERT INTO nowhere VALUES (1);");
    await expect(applyMigrations(databaseUrl, { root })).rejects.toThrow(
      `Migration ${name} failed and was undone: No such table: nowhere`,
    );
    expect(await rows("SELECT to_regclass('half')")).toEqual([null]);
    await writeByHand(name, "CREATE TABLE half (id int);");
    expect(await applyMigrations(databaseUrl, { root })).toEqual([name]);
  });

  test("waits for a database that is still starting", async () => {
    await writeSchema(first);
    const name = await write("people", 1);
    const late = await startPostgres();
    await late.stop();
    const port = Number(new URL(late.url).port);
    const dataFolder = path.join(folder, "late");
    const kept = await startPostgres({ dataFolder, port });
    await kept.stop();
    const applied = applyMigrations(kept.url, { root });
    const restarted = await startPostgres({ dataFolder, port });
    expect(await applied).toEqual([name]);
    await restarted.stop();
  });

  test("says which database does not answer or refuses, and never the password", async () => {
    await writeSchema(first);
    await write("people", 1);
    const wrong = databaseUrl.replace(/:[0-9a-f]{48}@/, ":sesame@");
    const silent = "postgresql://app:sesame@127.0.0.1:1/app";
    for (const [url, words] of [
      [
        wrong,
        /^PostgreSQL at 127\.0\.0\.1:\d+\/db\d+ refuses the connection: password authentication failed/,
      ],
      [silent, /^PostgreSQL at 127\.0\.0\.1:1\/app did not answer within 0 seconds/],
      ["postgresql//app:sesame@db", /^The database URL is not a URL/],
    ] as const) {
      const error: unknown = await applyMigrations(url, { root, waitMs: 0 }).catch(
        (thrown: unknown) => thrown,
      );
      expect(error).toHaveProperty("message", expect.stringMatching(words));
      expect(inspect(error, { depth: null, showHidden: true })).not.toContain("sesame");
    }
  });
});

describe("the project's own migrations", () => {
  test("hold every change of the schema", async () => {
    await cp(path.join(checkout, "prisma"), path.join(root, "prisma"), { recursive: true });
    expect(await write("forgotten", 1)).toBe("nothing");
  });

  test("allow one open invitation of an address to an Account, and any number of closed ones", async () => {
    await applyMigrations(databaseUrl);
    const account = randomUUID();
    await rows(
      `INSERT INTO "Account" (id, "apiId", "apiIdKey", name, "nameKey", "updatedAt")
       VALUES ('${account}', 'a', 'a', 'A', 'a', now())`,
    );
    const invite = (address: string, closed?: string) =>
      rows(
        `WITH link AS (
           INSERT INTO "SecretLink" (id, purpose, "tokenHash", "expiresAt")
           VALUES (gen_random_uuid(), 'invitation', uuid_send(gen_random_uuid()), now()) RETURNING id)
         INSERT INTO "Invitation" (id, "accountId", email, "emailKey", "linkId"${closed ? `, "${closed}"` : ""})
         SELECT gen_random_uuid(), '${account}', '${address}', '${address}', id${closed ? ", now()" : ""} FROM link`,
      );
    for (const closed of ["acceptedAt", "revokedAt", "expiredAt"]) await invite("ada@acme.example", closed);
    await invite("ada@acme.example");
    await invite("bob@acme.example");
    await expect(invite("ada@acme.example")).rejects.toThrow("Invitation_open");
    await rows(`UPDATE "Invitation" SET "revokedAt" = now() WHERE "emailKey" = 'ada@acme.example'`);
    await invite("ada@acme.example");
  });
});

test("the queue's tables can be brought up to date by several machines at once", async () => {
  const versions = await Promise.all([1, 2, 3].map(() => applyQueueMigrations(databaseUrl)));
  expect(new Set(versions).size).toBe(1);
  expect(await rows("SELECT to_regclass('bullmq.migration')::text")).toEqual(["bullmq.migration"]);
});
