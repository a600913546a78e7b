import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { pino } from "pino";
import { serverEnvironment } from "../postgres/create-cluster.ts";

/** The worker as a process of its own, as it is run in production, so that it can be killed and come back. */
export interface WorkerProcess {
  /** Where it listens since its last start: the system chooses. */
  readonly port: number;
  runs(): boolean;
  /** Resolves once it takes jobs. Does nothing where it runs. */
  start(): Promise<void>;
  /** Lets it finish what it is at. */
  stop(): Promise<void>;
  /** kill -9: whatever it is at stays as it is. */
  kill(): Promise<void>;
}

const folder = path.resolve(import.meta.dirname, "../../../dist/worker");
const program = path.join(folder, "main.js");

// Its standard input ends with us, whichever way we end: nothing of a demo stays behind. It loads the program, and starts it
// once it is told to.
const preface = `data:text/javascript,${encodeURIComponent(`
  process.stdin.on("close", () => process.exit(1)).resume().unref();
  const told = new Promise((resolve) => process.stdin.once("data", resolve).ref());
  await import(${JSON.stringify(pathToFileURL(path.join(folder, "start-worker.js")))});
  await told;
  process.stdin.unref();
`)}`;

type Child = ChildProcessByStdio<Writable, Readable, null>;

const startWithinMs = 30_000;

/** Has it loaded, beside whatever else is still to be done before it is started. */
export function prepareWorkerProcess(env: Record<string, string>): WorkerProcess {
  let child: Child | undefined;
  let waits: Child | undefined;
  let port = 0;
  const isAlive = (one: Child | undefined): one is Child => one?.exitCode === null && one.signalCode === null;
  const runs = (): boolean => isAlive(child);
  const load = (): Child => {
    const loading = spawn(process.execPath, ["--import", preface, program], {
      // It says its port in a line of level info.
      env: { ...serverEnvironment(), ...env, WORKER_PORT: "0", LOG_LEVEL: loudEnough(env["LOG_LEVEL"]) },
      stdio: ["pipe", "pipe", "inherit"],
      // Ctrl-C in a terminal is for the demo, which then stops its worker.
      detached: true,
    });
    passOn(loading.stdout, env["LOG_LEVEL"], (told) => (port = told));
    // One that has died by then is seen by who waits for its health.
    loading.stdin.on("error", () => undefined);
    return loading;
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (!child || !runs()) return;
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
  };
  waits = load();
  return {
    get port() {
      return port;
    },
    runs,
    async start() {
      if (runs()) return;
      port = 0;
      child = isAlive(waits) ? waits : load();
      waits = undefined;
      child.stdin.write("go\n");
      await untilHealthy(() => port, runs);
    },
    stop: () => end("SIGTERM"),
    kill: () => end("SIGKILL"),
  };
}

const levels: Record<string, number> = pino.levels.values;
const levelOf = (name = "info"): number => levels[name] ?? Number.POSITIVE_INFINITY;

const loudEnough = (level = "info"): string => (levelOf(level) > levelOf("info") ? "info" : level);

interface Line {
  level: string;
  msg: string;
  port: number;
}

/** Passes on what it would have logged at the level that was asked for, and tells the port that it has announced. */
function passOn(output: Readable, asked: string | undefined, announced: (port: number) => void): void {
  createInterface({ input: output }).on("line", (text) => {
    const { level, msg, port } = (text.startsWith("{") ? JSON.parse(text) : {}) as Partial<Line>;
    if (msg === "worker takes jobs" && port) announced(port);
    if (level === undefined || levelOf(level) >= levelOf(asked)) process.stdout.write(`${text}\n`);
  });
}

async function untilHealthy(port: () => number, runs: () => boolean): Promise<void> {
  for (const deadline = Date.now() + startWithinMs; runs() && Date.now() < deadline; await sleep(100)) {
    if (port() === 0) continue;
    const answer = await fetch(`http://127.0.0.1:${port()}/healthz`).catch(() => undefined);
    if (answer?.ok) return;
  }
  throw new Error("The worker's process did not start.");
}
