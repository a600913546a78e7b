import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import path from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { serverEnvironment } from "../postgres/create-cluster.ts";

/** The worker as a process of its own, as it is run in production, so that it can be killed and come back. */
export interface WorkerProcess {
  port: number;
  runs(): boolean;
  /** Resolves once it takes jobs. Does nothing where it runs. */
  start(): Promise<void>;
  /** Lets it finish what it is at. */
  stop(): Promise<void>;
  /** kill -9: whatever it is at stays as it is. */
  kill(): Promise<void>;
}

const program = path.resolve(import.meta.dirname, "../../../dist/worker/main.js");

// Its standard input ends with us, whichever way we end: nothing of a demo stays behind.
const endsWithUs = `data:text/javascript,process.stdin.on("close",()=>process.exit(1)).resume().unref()`;

const startWithinMs = 30_000;

export async function startWorkerProcess(env: Record<string, string>): Promise<WorkerProcess> {
  const port = await freePort();
  let child: ChildProcess | undefined;
  const runs = (): boolean => child !== undefined && child.exitCode === null && child.signalCode === null;
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (!child || !runs()) return;
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
  };
  const worker: WorkerProcess = {
    port,
    runs,
    async start() {
      if (runs()) return;
      child = spawn(process.execPath, ["--import", endsWithUs, program], {
        env: { ...serverEnvironment(), ...env, WORKER_PORT: String(port) },
        stdio: ["pipe", "inherit", "inherit"],
        // Ctrl-C in a terminal is for the demo, which then stops its worker.
        detached: true,
      });
      await untilHealthy(port, runs);
    },
    stop: () => end("SIGTERM"),
    kill: () => end("SIGKILL"),
  };
  await worker.start();
  return worker;
}

async function untilHealthy(port: number, runs: () => boolean): Promise<void> {
  for (const deadline = Date.now() + startWithinMs; runs() && Date.now() < deadline; await sleep(100)) {
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined);
    if (answer?.ok) return;
  }
  throw new Error("The worker's process did not start.");
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
