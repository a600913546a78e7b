import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "../../src/sandbox/start-sandbox.ts";
import { cloneDatabase, type TestDatabase } from "../support/test-database.ts";
import { until } from "../support/until.ts";

const root = path.resolve(import.meta.dirname, "../..");

let database: TestDatabase;
let sandbox: Sandbox;
beforeAll(async () => {
  database = await cloneDatabase();
  sandbox = await startSandbox({ mode: "socket", databaseUrl: database.url });
});
afterAll(async () => {
  await sandbox.stop();
  await database.drop();
});

const readiness = (variable: string) => async (): Promise<number> =>
  fetch(`http://127.0.0.1:${sandbox.env[variable]}/readyz`).then(
    ({ status }) => status,
    () => 0,
  );
const [bot, worker, web] = ["PORT", "WORKER_PORT", "WEB_PORT"].map(readiness) as [Ask, Ask, Ask];
type Ask = () => Promise<number>;

test.each([
  ["answers 503", { kind: "status", status: 503 }],
  ["refuses the token", { kind: "error", error: "invalid_auth" }],
] as const)(
  "while Slack %s, npm start serves the pages and works on jobs, and goes on",
  async (_what, fault) => {
    sandbox.slack.faults.inject({ method: /^(apps\.connections\.open|auth\.test)$/, times: 1e6, ...fault });
    const child = spawn(process.execPath, ["dist/main.js"], { cwd: root, env: sandbox.env, stdio: "ignore" });
    const exited = once(child, "exit");
    try {
      await until(async () => (await worker()) === 200 && (await web()) === 200 && (await bot()) === 503);
      sandbox.slack.faults.clear();
      if (fault.kind === "status") await until(async () => (await bot()) === 200);
      await sleep(1_000);
      expect([child.exitCode, await worker(), await web()]).toEqual([null, 200, 200]);
      child.kill("SIGTERM");
      expect(await exited).toEqual([0, null]);
    } finally {
      child.kill("SIGKILL");
      sandbox.slack.faults.clear();
    }
  },
);

const answers = async (port: string): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  );

test.each([
  ["start", ["PORT", "WEB_PORT", "WORKER_PORT"]],
  ["start:bot", ["PORT"]],
  ["start:worker", ["WORKER_PORT"]],
  ["start:web", ["WEB_PORT"]],
])(
  "SIGTERM to npm run %s ends the program behind it, which says that it stops",
  async (script, variables) => {
    const { PATH = "", HOME = "" } = process.env; // oxlint-disable-line node/no-process-env -- npm is found by them
    const ports = variables.map((variable) => sandbox.env[variable] ?? "");
    const npm = spawn("npm", ["run", script], {
      cwd: root,
      env: { ...sandbox.env, PATH, HOME, LOG_LEVEL: "info" },
      // A group of its own, so that nothing outlives a test that fails.
      detached: true,
      stdio: ["ignore", "pipe", "inherit"],
    });
    let said = "";
    npm.stdout.on("data", (chunk) => (said += String(chunk)));
    const exited = once(npm, "exit");
    try {
      await until(async () => (await Promise.all(ports.map(answers))).every(Boolean));
      npm.kill("SIGTERM");
      await exited;
      await sleep(500);
      expect(await Promise.all(ports.map(answers))).toEqual(ports.map(() => false));
      expect(said).toContain('"msg":"stopped"');
    } finally {
      endGroup(npm.pid);
    }
  },
);

function endGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGKILL");
  } catch {
    // Nobody is left in it.
  }
}
