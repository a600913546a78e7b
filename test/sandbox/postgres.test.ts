import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type SandboxPostgres, startPostgres } from "../../src/sandbox/postgres.ts";

const isRoot = process.getuid?.() === 0;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "postgres-test-"));
  await chmod(folder, 0o755);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query({ text: sql, rowMode: "array" });
    return rows[0]?.[0];
  } finally {
    await client.end();
  }
}

function setting(url: string, name: string): Promise<unknown> {
  return ask(url, `SELECT current_setting('${name}')`);
}

describe("a running server", () => {
  let postgres: SandboxPostgres;

  beforeAll(async () => {
    postgres = await startPostgres({ maxConnections: 20 });
  });

  afterAll(() => postgres.stop());

  test.each([
    ["listen_addresses", "127.0.0.1"],
    ["unix_socket_directories", ""],
    ["timezone", "UTC"],
    ["server_encoding", "UTF8"],
    ["password_encryption", "scram-sha-256"],
    ["max_connections", "20"],
    ["fsync", "off"],
  ])("has %s set to '%s'", async (name, value) => {
    expect(await setting(postgres.url, name)).toBe(value);
  });

  test("knows more letters than English has", async () => {
    expect(await ask(postgres.url, "SELECT lower('ÄÖ')")).toBe("äö");
  });

  test("lets nobody in without its password", async () => {
    const wrong = postgres.url.replace(/:[0-9a-f]{48}@/, ":wrong@");
    await expect(ask(wrong, "SELECT 1")).rejects.toThrow("password authentication failed");
  });

  test("clones a database, twice at once", async () => {
    const template = await postgres.createDatabase("model");
    await ask(template, "CREATE TABLE thing AS SELECT 7 AS size");
    const names = ["copy 1", "copy 2"];
    const urls = await Promise.all(names.map((name) => postgres.createDatabase(name, { template: "model" })));
    for (const url of urls) expect(await ask(url, "SELECT size FROM thing")).toBe(7);
  });

  test("drops a database that is in use, and one that is not there", async () => {
    const client = new Client({ connectionString: await postgres.createDatabase("busy") });
    client.on("error", () => undefined);
    await client.connect();
    await postgres.dropDatabase("busy");
    await postgres.dropDatabase("busy");
    expect(await ask(postgres.url, "SELECT count(*)::int FROM pg_database WHERE datname = 'busy'")).toBe(0);
  });
});

describe("the data folder", () => {
  test("goes at stop when nobody named one", async () => {
    const postgres = await startPostgres();
    const data = String(await setting(postgres.url, "data_directory"));
    await Promise.all([postgres.stop(), postgres.stop()]);
    expect(existsSync(path.dirname(data))).toBe(false);
  });

  test("keeps data and password from one start to the next when it is named", async () => {
    const options = { dataFolder: path.join(folder, "kept"), durable: true };
    const before = await startPostgres(options);
    await ask(before.url, "CREATE TABLE thing AS SELECT 7 AS size");
    expect(await setting(before.url, "fsync")).toBe("on");
    await before.stop();
    const after = await startPostgres({ ...options, port: Number(new URL(before.url).port) });
    expect(after.url).toBe(before.url);
    expect(await ask(after.url, "SELECT size FROM thing")).toBe(7);
    await after.stop();
  });

  test("serves one server at a time", async () => {
    const dataFolder = path.join(folder, "single");
    const postgres = await startPostgres({ dataFolder });
    await expect(startPostgres({ dataFolder })).rejects.toThrow('lock file "postmaster.pid" already exists');
    expect(await ask(postgres.url, "SELECT 1")).toBe(1);
    await postgres.stop();
  });

  test.runIf(isRoot)("may lie where only root can enter", async () => {
    const closed = path.join(folder, "closed");
    await mkdir(closed, { mode: 0o700 });
    const postgres = await startPostgres({ dataFolder: path.join(closed, "data") });
    const data = String(await setting(postgres.url, "data_directory"));
    await postgres.stop();
    const again = await startPostgres({ dataFolder: path.join(closed, "data") });
    expect(await setting(again.url, "data_directory")).toBe(data);
    await again.stop();
    await rm(path.dirname(data), { recursive: true });
  });
});

test("a taken port is named in the error", async () => {
  const other = createServer();
  const port = await new Promise<number>((resolve) => {
    other.listen(0, "127.0.0.1", () => {
      const address = other.address();
      resolve(typeof address === "object" && address ? address.port : 0);
    });
  });
  await expect(startPostgres({ port })).rejects.toThrow(`another postmaster already running on port ${port}`);
  other.close();
});
