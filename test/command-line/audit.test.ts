import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cloneDatabase, type TestDatabase } from "../support/test-database.ts";
import { type BuiltProgram, buildProgram, type Ran } from "./built-program.ts";

let program: BuiltProgram;
let database: TestDatabase;
let sql: Client;

beforeAll(async () => {
  [program, database] = await Promise.all([buildProgram(), cloneDatabase()]);
  sql = new Client({ connectionString: database.url });
  await sql.connect();
});

afterAll(async () => {
  await sql.end();
  await program.remove();
  await database.drop();
});

const audit = (...words: string[]): Promise<Ran> =>
  program.run("audit", words, { DATABASE_URL: database.url });

const right = ["--permissions", "users:view"];

const hashIn = ({ out }: Ran) => /^[0-9a-f]{64}$/m.exec(out)?.[0] ?? "";

test("an operator verifies the audit, writes its hash down, and sees later what was done to it", async () => {
  expect((await audit("verify")).out).toMatch(/^The audit is empty\.\n\nWhat this cannot prove:\n/u);
  for (const who of ["ada", "bob", "cleo"])
    await program.run("console-user", ["add", `${who}@partner.example`, ...right], {
      DATABASE_URL: database.url,
    });
  const whole = await audit("verify");
  expect(whole).toMatchObject({ code: 0, err: "" });
  expect(whole.out).toMatch(
    /^The audit is whole: 4 rows in 1 block\. The hash of the last one, block 1, is\n[0-9a-f]{64}\nWrite it down/,
  );

  await program.run("console-user", ["add", "dora@partner.example", ...right], {
    DATABASE_URL: database.url,
  });
  const later = await audit("verify", "--expect", hashIn(whole));
  expect(later.code).toBe(0);
  expect(later.out).toContain("nothing was cut off");
  const unknown = await audit("verify", "--expect", "0".repeat(64));
  expect(unknown.code).toBe(1);
  expect(unknown.err).toContain("no block has the hash that you expect");

  await sql.query("SET session_replication_role = replica");
  await sql.query(`DELETE FROM "AuditEvent" WHERE "id" = (SELECT max("id") FROM "AuditEvent")`);
  expect((await audit("verify")).err).toContain(": it was removed. The blocks before it hold, up to block 1");
  await sql.query(`DELETE FROM "AuditBlock" WHERE "number" = (SELECT max("number") FROM "AuditBlock")`);
  expect((await audit("verify", "--expect", hashIn(whole))).code).toBe(0);
  const cut = await audit("verify", "--expect", hashIn(later));
  expect(cut).toMatchObject({ code: 1, out: "" });
  expect(cut.err).toContain("cut off at its end");

  const { rows } = await sql.query<{ id: string }>(
    `SELECT "id"::text FROM "AuditEvent" ORDER BY 1 LIMIT 1 OFFSET 1`,
  );
  await sql.query(`UPDATE "AuditEvent" SET "actorName" = 'nobody' WHERE "id" = ${rows[0]?.id}`);
  const broken = await audit("verify");
  expect(broken).toMatchObject({ code: 1, out: "" });
  expect(broken.err).toContain(
    `The audit is broken at row ${rows[0]?.id}: what it says is not what was written.`,
  );
  expect(broken.err).not.toContain("    at ");
});

describe("wrong words", () => {
  test.each([
    [[], "Say what to do: verify."],
    [["check"], "“check” is not verify."],
    [["verify", "it"], "Unexpected word “it”."],
    [["verify", "--expect"], "--expect"],
    [["verify", "--expect", "12ab"], "64 digits"],
    [["verify", "--all"], "Unknown option '--all'."],
  ])("%j are named, and the usage follows", async (words, sentence) => {
    const { code, out, err } = await audit(...words);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toContain(sentence);
    expect(err).toContain("npm run audit -- verify [--expect <hash>]");
    expect(err).not.toContain("    at ");
  });

  test("--help needs no database", async () => {
    expect(await program.run("audit", ["--help"])).toMatchObject({ code: 0, err: "" });
  });
});
