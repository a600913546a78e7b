import process from "node:process";
import { createApp, requireMigrated } from "./core/app.ts";
import { type Config, readConfig } from "./core/config.ts";
import type { App } from "./core/context.ts";
import { readEnv } from "./read-env.ts";
import { runCommandLine } from "./run-command-line.ts";

export type StartPart = (app: App, config: Config) => Promise<{ stop(): Promise<void> }>;

const startWithinMs = 30_000;
const stopWithinMs = 25_000;

/** Runs parts of the program in this process until it is told to stop, then lets them finish what they are at. */
export async function runProcess(...starts: StartPart[]): Promise<void> {
  await runCommandLine(() => startAll(starts));
  // What had started by then would keep the process alive.
  if (process.exitCode) process.exit();
}

async function startAll(starts: StartPart[]): Promise<void> {
  const config = readConfig(readEnv());
  await requireMigrated(config.databaseUrl, startWithinMs);
  const app = createApp(config);
  process.on("unhandledRejection", (err) => {
    app.log.fatal({ err }, "unhandled rejection");
    process.exit(1);
  });
  stopOnSignal(app, await Promise.all(starts.map((start) => start(app, config))));
}

function stopOnSignal(app: App, parts: { stop(): Promise<void> }[]): void {
  let stopping = false;
  const stop = (signal: string): void => {
    if (stopping) process.exit(1);
    stopping = true;
    app.log.info({ signal }, "stopping");
    setTimeout(() => {
      app.log.error("did not stop in time");
      process.exit(1);
    }, stopWithinMs).unref();
    void stopAll(app, parts);
  };
  for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, stop);
}

async function stopAll(app: App, parts: { stop(): Promise<void> }[]): Promise<void> {
  const ends = await Promise.allSettled(parts.map((part) => part.stop()));
  for (const end of ends) if (end.status === "rejected") app.log.error({ err: end.reason }, "while stopping");
  await app.close().catch((err: unknown) => app.log.error({ err }, "while closing"));
  app.log.info("stopped");
  process.exit(0);
}
