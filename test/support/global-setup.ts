import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile } from "node:fs/promises";
import path from "node:path";
import process from "node:process";
import { Client } from "pg";
import type { TestProject } from "vitest/node";
import { applyMigrations, applyQueueMigrations } from "../../src/core/adapters/migrations.ts";
import { startPostgres } from "../../src/sandbox/postgres.ts";

const checkout = path.resolve(import.meta.dirname, "../..");

interface Shared {
  url: string;
  template: string;
  runFolder: string;
  stop: () => Promise<void>;
}

/** Where the projects of one run meet: each of them loads this file anew. */
const meeting = globalThis as { sharedPostgres?: { started: Promise<Shared>; users: number } };

/** One real PostgreSQL for the run: the warm one of `npm run postgres` where that runs, else one of its own. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const shared = (meeting.sharedPostgres ??= { started: start(), users: 0 });
  shared.users += 1;
  const { url, template, runFolder, stop } = await shared.started;
  project.provide("postgresUrl", url);
  project.provide("templateDatabase", template);
  project.provide("runFolder", runFolder);
  // What is made once a run is made of the source as it is by then.
  project.onTestsRerun(async () =>
    project.provide("runFolder", await mkdtemp(path.join(runFolder, "rerun-"))),
  );
  return async () => {
    shared.users -= 1;
    if (shared.users > 0) return;
    delete meeting.sharedPostgres;
    await stop();
  };
}

async function start(): Promise<Shared> {
  const warm = await findWarm();
  const postgres = warm ? undefined : await startPostgres({ maxConnections: 400 });
  const url = warm ?? postgres?.url ?? "";
  await mkdir(path.join(checkout, ".sandbox"), { recursive: true });
  const runFolder = await mkdtemp(path.join(checkout, ".sandbox", "run-"));
  const removeFolder = () => rmSync(runFolder, { recursive: true, force: true });
  // An interrupted run leaves nothing behind either.
  process.once("exit", removeFolder);
  return {
    url,
    template: await prepareTemplate(url),
    runFolder,
    stop: async () => {
      process.off("exit", removeFolder);
      removeFolder();
      await postgres?.stop();
    },
  };
}

/** Of several runs at once on a warm server one makes the template; what migrates has another one. */
async function prepareTemplate(url: string): Promise<string> {
  const name = `template_${await hashMigrations()}`;
  await inSession(url, async (admin) => {
    await admin.query("SELECT pg_advisory_lock(4092160399)");
    const { rowCount } = await admin.query("SELECT 1 FROM pg_database WHERE datname = $1", [name]);
    if (rowCount) return;
    const draft = `${name}_draft`;
    await admin.query(`DROP DATABASE IF EXISTS ${draft} WITH (FORCE)`);
    await admin.query(`CREATE DATABASE ${draft}`);
    const draftUrl = new URL(url);
    draftUrl.pathname = draft;
    await applyMigrations(draftUrl.href);
    await applyQueueMigrations(draftUrl.href);
    await admin.query(`ALTER DATABASE ${draft} RENAME TO ${name}`);
  });
  return name;
}

async function hashMigrations(): Promise<string> {
  const folder = path.join(checkout, "prisma", "migrations");
  const hash = createHash("sha256");
  for (const entry of (await readdir(folder, { recursive: true })).sort())
    if (entry.endsWith(".sql")) hash.update(entry).update(await readFile(path.join(folder, entry)));
  hash.update(await readFile(path.join(checkout, "package-lock.json")));
  return hash.digest("hex").slice(0, 16);
}

async function findWarm(): Promise<string | undefined> {
  const url = await readFile(path.join(checkout, ".sandbox", "postgres-url"), "utf8").catch(() => undefined);
  if (!url) return undefined;
  return inSession(url, async () => url).catch(() => undefined);
}

async function inSession<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
