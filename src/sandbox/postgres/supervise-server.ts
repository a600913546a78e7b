import { type ChildProcessByStdio, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { type Account, type Creation, serverEnvironment } from "./create-cluster.ts";

export interface ServerOptions {
  creation: Creation | undefined;
  postgres: string;
  args: string[];
  data: string;
  account: Account | undefined;
  /** A folder that goes once the server has ended, however it ended. */
  disposable: string | undefined;
}

export interface Server {
  stop(): Promise<void>;
}

type Supervisor = ChildProcessByStdio<Writable, null, Readable>;

// Runs between us and the server: its stdin ends when we close it or die, by SIGKILL too, and then it stops the server.
const script = `
const { spawn, spawnSync } = require("node:child_process");
const { renameSync, rmSync } = require("node:fs");
const { dirname } = require("node:path");
const { creation, postgres, args, data, options, disposable } = JSON.parse(process.argv[1]);
const finish = (code) => {
  if (disposable) rmSync(disposable, { recursive: true, force: true, maxRetries: 5 });
  process.exit(code ?? 1);
};
if (creation) {
  const { command, args, draft } = creation;
  const { status } = spawnSync(command, args, { ...options, cwd: dirname(data), stdio: ["ignore", "ignore", 2] });
  if (status !== 0) finish(1);
  renameSync(draft, data);
}
const server = spawn(postgres, args, { ...options, cwd: data, stdio: ["ignore", 2, 2] });
const stop = () => {
  server.kill("SIGINT");
  setTimeout(() => server.kill("SIGKILL"), 5000).unref();
};
server.on("error", () => finish(1)).on("exit", finish);
process.stdin.on("close", stop).resume();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, stop);
`;

/** Creates the cluster where there is none, starts the server and resolves once it takes connections; rejects with the end of its log otherwise. */
export async function superviseServer({ account, ...given }: ServerOptions): Promise<Server> {
  const { data } = given;
  const job = JSON.stringify({ ...given, options: { ...account, env: serverEnvironment() } });
  const supervisor = spawn(process.execPath, ["-e", script, job], {
    // A process group of its own: Ctrl-C in a terminal must not reach the server before we stop using it.
    detached: true,
    cwd: path.parse(data).root,
    env: serverEnvironment(),
    stdio: ["pipe", "ignore", "pipe"],
  });
  const ended = new Promise<void>((resolve) => {
    supervisor.once("exit", () => resolve());
  });
  await untilReady(supervisor);
  interruptAtExit(supervisor, data);
  letUsEnd(supervisor);
  return {
    stop: () => {
      supervisor.ref();
      supervisor.stdin.end();
      return ended;
    },
  };
}

function untilReady(supervisor: Supervisor): Promise<void> {
  const log: string[] = [];
  return new Promise((resolve, reject) => {
    createInterface(supervisor.stderr).on("line", (line) => {
      if (line.includes("database system is ready to accept connections")) resolve();
      if (log.push(line) > 20) log.shift();
    });
    supervisor.once("error", reject);
    supervisor.once("close", () => reject(new Error(`PostgreSQL did not start: ${log.join("\n")}`)));
  });
}

// Only once the server is ready: before that, the pid in the folder may be that of another server using it.
function interruptAtExit(supervisor: Supervisor, data: string): void {
  const interrupt = (): void => interruptServer(data);
  process.once("exit", interrupt);
  supervisor.once("exit", () => {
    process.off("exit", interrupt);
    // Should somebody have killed the supervisor alone, the server would be nobody's.
    interrupt();
  });
}

function interruptServer(data: string): void {
  try {
    process.kill(Number.parseInt(readFileSync(path.join(data, "postmaster.pid"), "utf8"), 10), "SIGINT");
  } catch {
    // It has ended already.
  }
}

// A forgotten stop() keeps neither our process waiting nor the server running.
function letUsEnd(supervisor: Supervisor): void {
  supervisor.unref();
  for (const stream of [supervisor.stdin, supervisor.stderr]) {
    if ("unref" in stream && typeof stream.unref === "function") stream.unref();
  }
}
