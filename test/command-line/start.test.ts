import { createServer } from "node:net";
import { Client } from "pg";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testEnv } from "../support/test-app.ts";
import { cloneDatabase, type TestDatabase } from "../support/test-database.ts";
import { type BuiltProgram, buildProgram } from "./built-program.ts";

let program: BuiltProgram;
let database: TestDatabase;

beforeAll(async () => {
  [program, database] = await Promise.all([buildProgram(), cloneDatabase()]);
});

afterAll(async () => {
  await program.remove();
  await database.drop();
});

describe("what keeps a process from starting is said in a sentence that names the variable", () => {
  test.each([
    ["worker/main", "WORKER_PORT"],
    ["web/main", "WEB_PORT"],
    ["bot/main", "PORT"],
  ])("%s on a port that is taken", async (entry, name) => {
    const taken = createServer().listen(0);
    await new Promise((resolve) => taken.once("listening", resolve));
    const { port } = taken.address() as AddressInfo;
    const env = { ...testEnv(database.url), LOG_LEVEL: "silent", [name]: String(port) };
    const { code, err } = await program.start(entry, env);
    taken.close();
    expect(code).toBe(1);
    expect(err).toBe(
      `${name} is ${port}, and something else listens there already. Stop it, or choose another port.\n`,
    );
  });

  test("a certificate of the database that is not there", async () => {
    const url = `${database.url}?sslrootcert=/nowhere/ca.pem`;
    const { code, err } = await program.run("migrate", [], { DATABASE_URL: url });
    expect(code).toBe(1);
    expect(err).toMatch(/^DATABASE_URL cannot be used: ENOENT.*ca\.pem/u);
    expect(err).not.toContain("    at ");
  });

  test("a database that holds something else already", async () => {
    const other = await cloneDatabase();
    const client = new Client({ connectionString: other.url });
    await client.connect();
    await client.query("DROP TABLE _prisma_migrations");
    await client.end();
    const { code, err } = await program.run("migrate", [], { DATABASE_URL: other.url });
    await other.drop();
    expect(code).toBe(1);
    expect(err).toMatch(/^The migrations cannot be applied: The database schema is not empty/u);
    expect(err).not.toContain("    at ");
  });
});
