import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type OwnPostgres, startOwnPostgres } from "../support/own-postgres.ts";
import { findPostgresPrograms } from "../support/requirements.ts";
import { type BuiltProgram, buildProgram } from "./built-program.ts";

const doc = readFileSync(path.resolve(import.meta.dirname, "../../docs/operating.md"), "utf8");
const [, section = ""] = /^## Backup and restore\n([\s\S]*?)^## /mu.exec(doc) ?? [];
const blocks = Array.from(section.matchAll(/^```sh\n([\s\S]*?)^```/gmu), ([, block = ""]) =>
  block.trim().split("\n"),
);

const bin = findPostgresPrograms();

describe.skipIf(!bin)("backup and restore, as docs/operating.md has it", () => {
  let postgres: OwnPostgres;
  let program: BuiltProgram;
  let folder: string;
  beforeAll(async () => {
    [program, postgres, folder] = await Promise.all([
      buildProgram(),
      startOwnPostgres(bin ?? ""),
      mkdtemp(path.join(os.tmpdir(), "backup-test-")),
    ]);
  });
  afterAll(async () => {
    await postgres.stop();
    await program.remove();
    await rm(folder, { recursive: true, force: true });
  });

  const at = (database: string) => Object.assign(new URL(postgres.url), { pathname: database }).href;

  async function query(database: string, sql: string): Promise<unknown[]> {
    const client = new Client({ connectionString: at(database) });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows;
    } finally {
      await client.end();
    }
  }

  /** A line of the document: a tool of the program, or a program of PostgreSQL's in a shell. Returns what it printed. */
  async function follow(line: string, database: string): Promise<string> {
    const [, tool, words = ""] = /^npm run ([\w-]+)(?: -- (.*))?$/u.exec(line) ?? [];
    if (tool !== undefined) {
      const ran = await program.run(tool, words.split(" ").filter(Boolean), { DATABASE_URL: at(database) });
      expect({ line, ...ran }).toMatchObject({ line, code: 0, err: "" });
      return ran.out;
    }
    const env = { PATH: `${postgres.bin}:/usr/bin:/bin`, DATABASE_OWNER_URL: at(database) };
    const { status, stdout, stderr } = spawnSync("sh", ["-c", line], { cwd: folder, env, encoding: "utf8" });
    expect({ line, status, stderr }).toEqual({ line, status: 0, stderr: "" });
    return stdout;
  }

  test("what was dumped stands in an empty database, and its audit is whole to the last block", async () => {
    expect(blocks.map((lines) => lines.map((line) => line.split(" ")[0]))).toEqual([
      ["pg_dump"],
      ["pg_restore", "npm", "npm"],
    ]);
    await query("postgres", "CREATE DATABASE before");
    await follow("npm run migrate", "before");
    const words = "add mona@partner.example --full-access --first-name Mona --partner Northwind";
    await follow(`npm run console-user -- ${words}`, "before");
    const [, hash = ""] = /\b([0-9a-f]{64})\b/u.exec(await follow("npm run audit -- verify", "before")) ?? [];
    expect(hash).not.toBe("");
    for (const line of blocks[0] ?? []) await follow(line, "before");
    await query("postgres", "CREATE DATABASE after");
    for (const line of blocks[1] ?? []) await follow(line, "after");
    const kept = `SELECT "email", "firstName", "fullAccess" FROM "ConsoleUser"`;
    expect(await query("after", kept)).toEqual(await query("before", kept));
    const audit = `SELECT "id", "action", "subjectName" FROM "AuditEvent" ORDER BY "id"`;
    expect(await query("after", audit)).toEqual(await query("before", audit));
    expect(await follow(`npm run audit -- verify --expect ${hash}`, "after")).toContain(hash);
    await expect(query("after", `DELETE FROM "AuditEvent"`)).rejects.toThrow();
  });
});
