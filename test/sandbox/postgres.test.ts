import { execFileSync, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, rm, stat, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type SandboxPostgres, startPostgres } from "../../src/sandbox/postgres.ts";

const checkout = path.resolve(import.meta.dirname, "../..");
const patience = { timeout: 5000 };
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

interface Run {
  url: string;
  kill: (signal: NodeJS.Signals) => void;
}

function run(argument: string, account: { uid?: number; gid?: number } = {}): Promise<Run> {
  const child = spawn(process.execPath, ["program.js", argument], {
    ...account,
    cwd: folder,
    stdio: ["ignore", "pipe", "inherit"],
  });
  return new Promise((resolve, reject) => {
    child.on("exit", (code) => reject(new Error(`The program ended with ${code}.`)));
    createInterface(child.stdout).once("line", (url) =>
      resolve({ url, kill: (signal) => child.kill(signal) }),
    );
  });
}

async function isGone(url: string): Promise<boolean> {
  return ask(url, "SELECT 1").then(
    () => false,
    (error: Error) => error.message.includes("ECONNREFUSED"),
  );
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

describe("a program that uses it", () => {
  const program = `
    import { startPostgres } from "./out/sandbox/postgres.js";
    const { url } = await startPostgres();
    console.log(url);
    if (process.argv[2] === "end") process.exit(0);
    if (process.argv[2] === "wait") setInterval(() => undefined, 1000);`;

  // Node 20 does not run TypeScript, and vitest cannot be killed to see what stays behind.
  beforeAll(async () => {
    const config = {
      noEmit: false,
      rootDir: `${checkout}/src`,
      outDir: "out",
      typeRoots: [`${checkout}/node_modules/@types`],
    };
    const files = [`${checkout}/src/sandbox/postgres.ts`];
    const tsconfig = { extends: `${checkout}/tsconfig.json`, compilerOptions: config, include: [], files };
    await writeFile(path.join(folder, "tsconfig.json"), JSON.stringify(tsconfig));
    await writeFile(path.join(folder, "package.json"), '{"type":"module"}');
    await writeFile(path.join(folder, "program.js"), program);
    await symlink(`${checkout}/node_modules`, path.join(folder, "node_modules"));
    execFileSync(`${checkout}/node_modules/.bin/tsc`, ["-p", folder], { stdio: "pipe" });
  });

  test.each(["SIGKILL", "SIGTERM", "SIGINT"] as const)("leaves nothing behind after %s", async (signal) => {
    const { url, kill } = await run("wait");
    const data = path.dirname(String(await setting(url, "data_directory")));
    kill(signal);
    await expect.poll(() => isGone(url), patience).toBe(true);
    await expect.poll(() => existsSync(data), patience).toBe(false);
  });

  test.each([
    ["exits", "end"],
    ["forgets to stop it", "forget"],
  ])("ends its server when it %s", async (_, argument) => {
    const { url } = await run(argument);
    await expect.poll(() => isGone(url), patience).toBe(true);
  });

  test.runIf(isRoot)("may run as an ordinary user", async () => {
    const { url, kill } = await run("wait", { uid: 65_534, gid: 65_534 });
    const data = String(await setting(url, "data_directory"));
    expect((await stat(data)).uid).toBe(65_534);
    kill("SIGKILL");
    await expect.poll(() => isGone(url), patience).toBe(true);
  });
});
