import { randomBytes } from "node:crypto";
import { Client } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from "vitest";
import { type BuiltProgram, buildProgram } from "./built-program.ts";

let program: BuiltProgram;
let name: string;
let url: string;

beforeAll(async () => {
  program = await buildProgram();
});

beforeEach(async () => {
  name = `command_line_${randomBytes(6).toString("hex")}`;
  await query(inject("postgresUrl"), `CREATE DATABASE ${name}`);
  const target = new URL(inject("postgresUrl"));
  target.pathname = name;
  url = target.href;
});

afterEach(() => query(inject("postgresUrl"), `DROP DATABASE ${name} WITH (FORCE)`));
afterAll(() => program.remove());

async function query(target: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: target });
  await client.connect();
  try {
    return (await client.query({ text: sql, rowMode: "array" })).rows.flat();
  } finally {
    await client.end();
  }
}

const queueTables = "SELECT to_regclass('bullmq.migration')::text";

describe("npm run migrate", () => {
  test("brings an empty database up to date, and says so the second time", async () => {
    const first = await program.run("migrate", [], { DATABASE_URL: url });
    expect(first).toMatchObject({ code: 0, err: "" });
    expect(first.out).toMatch(/^Applied the migration \d{14}_init\.$/m);
    expect(first.out).toMatch(/^The queue's tables in PostgreSQL are at version \d+\.$/m);
    const second = await program.run("migrate", [], { DATABASE_URL: url });
    expect(second.out).toMatch(/^The database was up to date already\.\n/);
    expect(second.code).toBe(0);
    expect(await query(url, 'SELECT count(*)::int FROM "ConsoleUser"')).toEqual([0]);
    expect(await query(url, queueTables)).toEqual(["bullmq.migration"]);
  });

  test("on three machines at once applies each migration on one of them", async () => {
    const runs = [1, 2, 3].map(() => program.run("migrate", [], { DATABASE_URL: url }));
    const ended = await Promise.all(runs);
    expect(ended.map(({ code, err }) => ({ code, err }))).toEqual(ended.map(() => ({ code: 0, err: "" })));
    const applied = ended.flatMap(({ out }) => out.match(/^Applied the migration .*$/gm) ?? []);
    expect(applied).toHaveLength(new Set(applied).size);
    expect(await query(url, "SELECT count(*)::int FROM _prisma_migrations")).toEqual([applied.length]);
  });

  test("leaves the queue's tables out where the queue is on Redis", async () => {
    const env = { DATABASE_URL: url, REDIS_URL: "redis://127.0.0.1:1" };
    const { code, out } = await program.run("migrate", [], env);
    expect(code).toBe(0);
    expect(out).toContain("The queue is on Redis, which needs no migration.");
    expect(await query(url, queueTables)).toEqual([null]);
  });

  test("names the variable that is missing", async () => {
    const { code, out, err } = await program.run("migrate");
    expect(code).toBe(1);
    expect(out).toBe("");
    expect(err).toContain("DATABASE_URL is missing");
    expect(err).not.toContain("    at ");
  });

  test.each([
    [
      "a wrong password",
      (good: string) => good.replace(/:[0-9a-f]{48}@/, ":sesame@"),
      "refuses the connection",
    ],
    ["another kind of URL", () => "mysql://app:sesame@db/app", "DATABASE_URL must be a URL"],
  ])("says in one line what is wrong with %s, and never the password", async (_, spoil, words) => {
    const { code, out, err } = await program.run("migrate", [], { DATABASE_URL: spoil(url) });
    expect(code).toBe(1);
    expect(err).toContain(words);
    expect(out + err).not.toContain("sesame");
    expect(err).not.toContain("    at ");
  });

  test("refuses words it does not know", async () => {
    const { code, err } = await program.run("migrate", ["down"], { DATABASE_URL: url });
    expect(code).toBe(1);
    expect(err).toContain("Unexpected word “down”.");
    expect(err).toContain("Usage: npm run migrate");
  });
});

describe("npm run migration:new", () => {
  test("writes nothing while the schema is what the last migration left", async () => {
    const { code, out } = await program.start("sandbox/new-migration", {}, ["nothing", "new"]);
    expect(code).toBe(0);
    expect(out).toContain("nothing to write");
  });

  test.each([
    [[], "The migration needs a name."],
    [["--name", "x"], "“--name” is not an option here."],
    [["…"], "A migration needs a name of letters or digits."],
  ])("with the words %j explains itself", async (words, sentence) => {
    const { code, err } = await program.start("sandbox/new-migration", {}, words);
    expect(code).toBe(1);
    expect(err).toContain(sentence);
    expect(err).not.toContain("    at ");
  });
});
