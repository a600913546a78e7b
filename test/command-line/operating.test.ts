import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { type BuiltProgram, buildProgram } from "./built-program.ts";

const root = path.resolve(import.meta.dirname, "../..");
const doc = readFileSync(path.join(root, "docs/operating.md"), "utf8");
const blocks = Array.from(doc.matchAll(/^```sh\n([\s\S]*?)^```/gmu), ([, block = ""]) => block.trim());
const lines = blocks.flatMap((block) => block.split("\n"));
const { scripts } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as {
  scripts: Record<string, string>;
};

test("every npm script that docs/operating.md speaks of exists", () => {
  const named = Array.from(doc.matchAll(/npm run ([\w:-]+)/gu), ([, name = ""]) => name);
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

async function query(target: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: target });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

describe("rotation, as docs/operating.md has it", () => {
  const name = `operating_${randomBytes(4).toString("hex")}`;
  const url = Object.assign(new URL(inject("postgresUrl")), { pathname: name }).href;
  let program: BuiltProgram;
  beforeAll(async () => {
    program = await buildProgram();
    await query(inject("postgresUrl"), `CREATE DATABASE ${name}`);
  });
  afterAll(async () => {
    await query(inject("postgresUrl"), `DROP DATABASE ${name} WITH (FORCE)`);
    await program.remove();
  });

  test("the secrets are counted and sealed anew", async () => {
    await program.run("migrate", [], { DATABASE_URL: url });
    const env = { DATABASE_URL: url, SECRET_KEY: `${"n".repeat(32)},${"o".repeat(32)}` };
    for (const line of lines.filter((one) => one.startsWith("npm run secrets"))) {
      const [, action = ""] = / -- (\w+)$/u.exec(line) ?? [];
      expect(await program.run("secrets", [action], env)).toMatchObject({ code: 0, err: "" });
    }
  });
});

describe("erasing a person, as docs/operating.md has it", () => {
  const serial = randomBytes(4).toString("hex");
  const [name, role] = [`erasing_${serial}`, `program_${serial}`];
  const owner = Object.assign(new URL(inject("postgresUrl")), { pathname: name }).href;
  const url = Object.assign(new URL(owner), { username: role, password: "secret" }).href;
  const env = { DATABASE_URL: url, DATABASE_OWNER_URL: owner };
  let program: BuiltProgram;
  beforeAll(async () => {
    program = await buildProgram();
    await query(inject("postgresUrl"), `CREATE DATABASE ${name}`);
    await program.run("migrate", [], env);
    await program.run("console-user", ["add", "ed@partner.example", "--permissions", "users:view"], env);
    await query(url, lifeOfAnna);
  });
  afterAll(async () => {
    await query(inject("postgresUrl"), `DROP DATABASE ${name} WITH (FORCE)`);
    await query(inject("postgresUrl"), `DROP ROLE ${role}`);
    await program.remove();
  });
  const wordsOf = (line: string) =>
    Array.from(line.matchAll(/"([^"]*)"|(\S+)/gu), ([, quoted, plain = ""]) => quoted ?? plain).slice(5);
  const [look = "", erase = ""] = lines.filter((line) => line.startsWith("npm run cyclr -- erase"));
  const said = async () => {
    const client = new Client({ connectionString: owner });
    await client.connect();
    const { rows } = await client.query<{ said: string }>(
      `SELECT jsonb_agg(one)::text || (SELECT jsonb_agg(asked)::text FROM "Request" asked) AS said FROM "AuditEvent" one`,
    );
    await client.end();
    return rows[0]?.said ?? "";
  };

  test("the first look changes nothing, by the program's own role", async () => {
    const before = await said();
    const looked = await program.run("cyclr", ["erase", ...wordsOf(look)], { DATABASE_URL: url });
    expect(looked).toMatchObject({ code: 0, err: "" });
    expect(looked.out).toContain("E-mail: anna@acme.example\nUser ID: anna.b\nName: Anna Bell\n");
    expect(looked.out).toContain("To be erased:\n  audit: 2 entries\n  Request: 1 row (input, what)\n");
    expect(looked.out).toContain("Nothing was changed.");
    expect(await said()).toBe(before);
  });

  test("only the owner of the audit erases, with a reason", async () => {
    const words = ["erase", ...wordsOf(erase)];
    expect(await program.run("cyclr", words, { DATABASE_URL: url })).toMatchObject({
      code: 1,
      err: `${role} does not own the audit, and only its owner can erase from it. Set DATABASE_OWNER_URL.\n`,
    });
    expect((await program.run("cyclr", words.slice(0, 3), env)).err).toContain("Say why, for the audit");
    expect((await program.run("cyclr", ["erase", "ed@partner.example"], env)).err).toContain(
      "ed@partner.example is still a Console User. Remove them first",
    );
    expect(await said()).toContain("anna@acme.example");
  });

  test("then nothing names the person, the audit is whole and tells of it, and again nothing is left to do", async () => {
    for (const _ of [1, 2]) {
      const erased = await program.run("cyclr", ["erase", ...wordsOf(erase)], env);
      expect(erased).toMatchObject({ code: 0, err: "" });
      expect(erased.out).toContain("Erased.\nThe audit is whole: ");
    }
    expect(await said()).not.toMatch(/anna|bell/iu);
    const verified = await program.run("audit", ["verify"], { DATABASE_URL: url });
    expect(verified.out).toMatch(/A person was erased from 2 rows of these, by the row \d+:/u);
  });
});

const lifeOfAnna = `
  INSERT INTO "Request" ("id", "kind", "input", "status", "what") VALUES (gen_random_uuid(), 'invite-user',
    '{"email": "anna@acme.example"}', 'done', 'the invitation of Anna@acme.example to Acme Ltd (acme)');
  INSERT INTO "AuditEvent" ("actorKind", "actorName", "surface", "action", "subjectKind", "subjectId", "subjectName", "before")
  VALUES ('console-user', 'Ed Quinn', 'slack', 'user-deleted', 'user', '0193e0a0-0000-7000-8000-000000000001',
      'anna.b (Anna Bell, anna@acme.example)',
      '{"username": "anna.b", "firstName": "Anna", "lastName": "Bell", "email": "anna@acme.example"}'),
    ('visitor', 'anna.b', 'web', 'sign-in-refused', 'user', NULL, 'anna.b', NULL)`;
