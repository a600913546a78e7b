import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import path from "node:path";
import process from "node:process";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { partFlags } from "../../src/supervise.ts";
import type { Sandbox } from "../../src/sandbox/start-sandbox.ts";
import { startSocketSandbox } from "../support/socket-sandbox.ts";
import { until } from "../support/until.ts";

const root = path.resolve(import.meta.dirname, "../..");
const names = ["bot", "web", "worker"];

let sandbox: Sandbox;
let stop: () => Promise<void>;
beforeAll(async () => {
  ({ sandbox, stop } = await startSocketSandbox());
});
afterAll(() => stop());

interface Line {
  process: string;
  pid: number;
  level: string;
  msg: string;
  part?: string;
}

const started: (() => (number | undefined)[])[] = [];
afterEach(() => {
  for (const pid of started.splice(0).flatMap((pids) => pids()))
    if (pid !== undefined && isAlive(pid)) process.kill(pid, "SIGKILL");
});

/** `npm start`, with all that it and its parts say. */
function supervisor(env: Record<string, string> = {}) {
  const child = spawn(process.execPath, ["dist/main.js"], {
    cwd: root,
    env: { ...sandbox.env, LOG_LEVEL: "info", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [out, err] = ["", ""];
  child.stdout.on("data", (chunk) => (out += String(chunk)));
  child.stderr.on("data", (chunk) => (err += String(chunk)));
  const lines = (): Line[] =>
    out
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Line);
  const running = {
    child,
    exited: once(child, "exit"),
    lines,
    err: () => err,
    pids: () => [...new Set(lines().map(({ pid }) => pid))].filter((pid) => pid !== child.pid),
    pidOf: (name: string) => lines().findLast((line) => line.process === name)?.pid,
    told: (msg: RegExp) => lines().filter((line) => msg.test(line.msg)),
    up: () =>
      until(async () =>
        names.every((name) => lines().some((line) => line.process === name && ready.test(line.msg))),
      ),
  };
  started.push(() => [child.pid, ...running.pids()]);
  return running;
}
const ready = /^(bot listens|web listening|worker takes jobs)$/u;

function isAlive(pid: number | undefined): boolean {
  try {
    return pid !== undefined && process.kill(pid, 0);
  } catch {
    return false;
  }
}

test("each part keeps to the heap that its own script gives it", () => {
  const { scripts } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
  };
  for (const name of names)
    expect(scripts[`start:${name}`]).toBe(`exec node ${partFlags.join(" ")} dist/${name}/main.js`);
});

test("a killed part starts again, which one line says, and SIGTERM ends all in order", async () => {
  const running = supervisor();
  await running.up();
  const pids = names.map((name) => running.pidOf(name));
  expect(new Set([...pids, running.child.pid]).size).toBe(4);
  const before = running.lines().length;
  process.kill(running.pidOf("worker") ?? 0, "SIGKILL");
  await until(async () =>
    running
      .lines()
      .slice(before)
      .some(({ msg }) => ready.test(msg)),
  );
  expect(
    running.told(/starts again/u).map(({ process, level, part, msg }) => [process, level, part, msg]),
  ).toEqual([["supervisor", "error", "worker", "the worker ended (SIGKILL): it starts again in 1 s"]]);
  expect([running.pidOf("bot"), running.pidOf("web")]).toEqual(pids.slice(0, 2));
  running.child.kill("SIGTERM");
  expect(await running.exited).toEqual([0, null]);
  const ends = running.told(/^(stopped|all parts have ended)$/u).map((line) => line.process);
  expect(ends.toSorted()).toEqual(["bot", "supervisor", "web", "worker"]);
  expect(ends.slice(2)).toEqual(["worker", "supervisor"]);
  expect(running.pids().filter(isAlive)).toEqual([]);
});

test("a signal to all of them at once, as a service manager sends it, ends them as gently", async () => {
  const running = supervisor();
  await running.up();
  for (const pid of running.pids()) process.kill(pid, "SIGTERM");
  running.child.kill("SIGTERM");
  expect(await running.exited).toEqual([0, null]);
  expect(running.told(/^stopped$/u)).toHaveLength(3);
});

test("no part outlives a supervisor that was killed", async () => {
  const running = supervisor();
  await running.up();
  running.child.kill("SIGKILL");
  await until(async () => !running.pids().some(isAlive));
  expect(running.told(/^stopped$/u)).toHaveLength(3);
});

test("a part that cannot start the first time ends all of it with code 1 and the reason", async () => {
  const taken = createServer().listen(0);
  await once(taken, "listening");
  const port = String((taken.address() as AddressInfo).port);
  const running = supervisor({ WORKER_PORT: port });
  expect(await running.exited).toEqual([1, null]);
  taken.close();
  expect(running.err()).toContain(`WORKER_PORT is ${port}, and something else listens there already.`);
  expect(running.told(/did not start/u).map(({ msg }) => msg)).toEqual([
    "the worker did not start (exit code 1): all parts stop",
  ]);
  expect(running.pids().filter(isAlive)).toEqual([]);
});

test("what keeps all of them from starting is said once", async () => {
  const running = supervisor({ PUBLIC_URL: "" });
  expect(await running.exited).toEqual([1, null]);
  expect(running.err().match(/PUBLIC_URL is missing/gu)).toHaveLength(1);
  expect(running.lines()).toEqual([]);
});
