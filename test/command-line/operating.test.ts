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
