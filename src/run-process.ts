import process from "node:process";
import { createApp } from "./core/app.ts";
import { requireMigrated } from "./core/open-database.ts";
import { type Config, readConfig } from "./core/config.ts";
import { connectionShortage } from "./core/connection-budget.ts";
import type { App } from "./core/context.ts";
import { SetupError } from "./core/kernel/setup-error.ts";
import { readEnv } from "./read-env.ts";
import { runCommandLine } from "./run-command-line.ts";
import { fromPart, toPart } from "./part-messages.ts";

export type StartPart = (app: App, config: Config) => Promise<{ stop(): Promise<void> }>;
type Part = ReturnType<StartPart>;

const startWithinMs = 30_000;
const stopWithinMs = 25_000;
const healthEveryMs = 5_000;

/** What a process is called in its log, and what it is to run. */
interface Role {
  name: "bot" | "web" | "worker";
  /** A process that takes no jobs leaves their connections to the rest. */
  takesJobs: boolean;
  start: StartPart;
}

/** Runs one part of the program in this process until it is told to stop, then lets it finish what it is at. */
export async function runProcess(role: Role): Promise<void> {
  stopWithSupervisor();
  await runCommandLine(() => startPart(role));
  // What had started by then would keep the process alive.
  if (process.exitCode) process.exit();
}

const isSupervised = (): boolean => process.send !== undefined;

const stopLikeSignalled = (): void => void process.kill(process.pid, "SIGTERM");

/** What the supervisor says counts as the signal, and so does its end: nothing of a killed `npm start` goes on. */
function stopWithSupervisor(): void {
  if (!isSupervised()) return;
  if (!process.connected) return stopLikeSignalled();
  process.once("disconnect", stopLikeSignalled).on("message", (message) => {
    if (message === toPart.stop) stopLikeSignalled();
  });
}

async function startPart({ name, takesJobs, start }: Role): Promise<void> {
  const config = readConfig(readEnv());
  await requireMigrated(config.databaseUrl, startWithinMs);
  const app = createApp({ ...config, takesJobs, processName: name });
  await warnOfShortage(app, config);
  await app.clock
    .measure?.()
    .catch((err: unknown) => app.log.warn({ err }, "the database's time was not read"));
  process.on("unhandledRejection", (err) => {
    app.log.fatal({ err }, "unhandled rejection");
    process.exit(1);
  });
  const part = start(app, config);
  stopOnSignal(app, part);
  await part.catch((error: unknown) => Promise.reject(nameVariable(error, config)));
  process.send?.(fromPart.ready, () => undefined);
}

/** A port that cannot be had is told as the variable that asks for it. */
function nameVariable(error: unknown, config: Config): unknown {
  const { code, syscall, port } = (error ?? {}) as NodeJS.ErrnoException & { port?: number };
  if (syscall !== "listen" || port === undefined) return error;
  const ports = { PORT: config.port, WEB_PORT: config.webPort, WORKER_PORT: config.workerPort };
  const [name = "A port"] = Object.entries(ports).find(([, number]) => number === port) ?? [];
  const reasons: Record<string, string> = {
    EADDRINUSE: "something else listens there already. Stop it, or choose another port",
    EACCES: "this account may not listen there. Choose a port above 1023",
  };
  return new SetupError(`${name} is ${port}, and ${reasons[code ?? ""] ?? `it cannot be had (${code})`}.`, {
    cause: error,
  });
}

/** Only a warning: while a deployment rolls, the old processes still hold what the new ones will have. */
async function warnOfShortage(app: App, { databaseConnections }: Config): Promise<void> {
  try {
    const sentence = await connectionShortage(app.db, databaseConnections);
    if (sentence) app.log.warn(sentence);
  } catch (err) {
    app.log.warn({ err }, "connections not counted");
  }
}

function stopOnSignal(app: App, part: Part): void {
  let stopping = false;
  // Nobody may ask for the health of a process whose store goes, and the log is to say so all the same.
  const watching = setInterval(() => void app.health.check(), healthEveryMs).unref();
  const stop = (signal: string): void => {
    // A supervisor kills what does not end, and whoever signals a whole group signals it as well.
    if (stopping && isSupervised()) return;
    if (stopping) process.exit(1);
    stopping = true;
    clearInterval(watching);
    app.log.info({ signal }, "stopping");
    setTimeout(() => {
      app.log.error("did not stop in time");
      process.exit(1);
    }, stopWithinMs).unref();
    void stopAll(app, part);
  };
  for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, stop);
}

async function stopAll(app: App, part: Part): Promise<void> {
  await part
    .then((started) => started.stop())
    .catch((err: unknown) => app.log.error({ err }, "while stopping"));
  await app.close().catch((err: unknown) => app.log.error({ err }, "while closing"));
  app.log.info("stopped");
  process.exit(0);
}
