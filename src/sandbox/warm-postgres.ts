import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import process from "node:process";
import { startPostgres } from "./postgres.ts";

/** Where the tests look for a PostgreSQL that runs already, in the folder that they run in. */
const file = path.resolve(".sandbox", "postgres-url");

const postgres = await startPostgres({ maxConnections: 800 });
await mkdir(path.dirname(file), { recursive: true });
await writeFile(file, postgres.url);
const stop = async (code?: number): Promise<void> => {
  await rm(file, { force: true });
  await postgres.stop();
  process.exit(code);
};
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void stop());

// What is named behind it runs on it, and ends it.
const [command, ...args] = process.argv.slice(2);
if (command) {
  const [code] = (await once(spawn(command, args, { stdio: "inherit" }), "exit")) as [number | null];
  await stop(code ?? 1);
}
console.log("A PostgreSQL for the tests runs until Ctrl-C: npx vitest run … starts without one of its own.");
