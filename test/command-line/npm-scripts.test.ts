import { type ChildProcessByStdio, execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import process from "node:process";
import type { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Sandbox } from "../../src/sandbox/start-sandbox.ts";
import { areas, sourcesOf, testsFor } from "../mutate/areas.ts";
import { portIn } from "../support/spawn-part.ts";
import { startSocketSandbox } from "../support/socket-sandbox.ts";
import { until } from "../support/until.ts";

const root = path.resolve(import.meta.dirname, "../..");

let sandbox: Sandbox;
let stop: () => Promise<void>;
beforeAll(async () => {
  ({ sandbox, stop } = await startSocketSandbox());
});
afterAll(() => stop());

type Name = "bot" | "worker" | "web";
/** What it writes, as long as it runs. */
function hear(child: ChildProcessByStdio<null, Readable, null>): () => string {
  let said = "";
  child.stdout.on("data", (chunk) => (said += String(chunk)));
  return () => said;
}

test.each([
  ["answers 503", { kind: "status", status: 503 }],
  ["refuses the token", { kind: "error", error: "invalid_auth" }],
] as const)(
  "while Slack %s, npm start serves the pages and works on jobs, and goes on",
  async (_what, fault) => {
    sandbox.slack.faults.inject({ method: /^(apps\.connections\.open|auth\.test)$/, times: 1e6, ...fault });
    const child = spawn(process.execPath, ["dist/main.js"], {
      cwd: root,
      env: { ...sandbox.env, LOG_LEVEL: "info" },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const said = hear(child);
    const exited = once(child, "exit");
    const readiness = (name: Name) => async (): Promise<number> =>
      fetch(`http://127.0.0.1:${portIn(said(), name)}/readyz`).then(
        ({ status }) => status,
        () => 0,
      );
    const [bot, worker, web] = [readiness("bot"), readiness("worker"), readiness("web")];
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

const answers = async (port: number | undefined): Promise<boolean> =>
  port !== undefined &&
  fetch(`http://127.0.0.1:${port}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  );

test.each<[string, Name[]]>([
  ["start", ["bot", "web", "worker"]],
  ["start:bot", ["bot"]],
  ["start:worker", ["worker"]],
  ["start:web", ["web"]],
])("SIGTERM to npm run %s ends the program behind it, which says that it stops", async (script, names) => {
  const { PATH = "", HOME = "" } = process.env; // oxlint-disable-line node/no-process-env -- npm is found by them
  const npm = spawn("npm", ["run", script], {
    cwd: root,
    env: { ...sandbox.env, PATH, HOME, LOG_LEVEL: "info" },
    // A group of its own, so that nothing outlives a test that fails.
    detached: true,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const said = hear(npm);
  const ports = () => names.map((name) => portIn(said(), name));
  const exited = once(npm, "exit");
  try {
    await until(async () => (await Promise.all(ports().map(answers))).every(Boolean));
    npm.kill("SIGTERM");
    await exited;
    await sleep(500);
    expect(await Promise.all(ports().map(answers))).toEqual(names.map(() => false));
    expect(said()).toContain('"msg":"stopped"');
  } finally {
    endGroup(npm.pid);
  }
});

describe("what is built of the tests themselves", () => {
  let built: string;
  beforeAll(async () => {
    await mkdir(path.join(root, ".sandbox"), { recursive: true });
    built = await mkdtemp(path.join(root, ".sandbox", "build-"));
    const tsc = path.join(root, "node_modules", ".bin", "tsc");
    execFileSync(tsc, ["-p", "tsconfig.chaos.json", "--outDir", built], { cwd: root, stdio: "pipe" });
  });
  afterAll(() => rm(built, { recursive: true, force: true }));

  test.each([
    ["chaos", "test/chaos/run.js", ["approvals", "killed-worker", "killed-worker-connected", "outages"]],
    [
      "bench",
      "test/load/bench.js",
      ["table", "million", "bulk", "audit", "import", "api", "latency", "page", "profile"],
    ],
    ["mutate", "test/mutate/run.js", Object.keys(areas)],
  ])("npm run %s compiles, loads all that it runs, and names its parts", (_script, file, parts) => {
    const ran = spawnSync(process.execPath, [path.join(built, file), "none"], {
      cwd: root,
      encoding: "utf8",
    });
    expect([ran.status, ran.stderr]).toEqual([2, `No part is called none. There are: ${parts.join(", ")}\n`]);
  });
});

test.each(Object.entries(areas))("the mutations of %s find their sources and tests", async (_name, area) => {
  const [source = ""] = await sourcesOf(area);
  expect(source).not.toBe("");
  expect(await testsFor(source, area)).not.toEqual([]);
});

function endGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGKILL");
  } catch {
    // Nobody is left in it.
  }
}
