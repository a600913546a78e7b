import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import process from "node:process";
import { startPostgres } from "./postgres.ts";

/** Where the tests look for a PostgreSQL that runs already, in the folder that they run in. */
const file = path.resolve(".sandbox", "postgres-url");

const postgres = await startPostgres({ maxConnections: 800 });
await mkdir(path.dirname(file), { recursive: true });
await writeFile(file, postgres.url);
console.log("A PostgreSQL for the tests runs until Ctrl-C: npx vitest run … starts without one of its own.");
const stop = async (): Promise<void> => {
  await rm(file, { force: true });
  await postgres.stop();
  process.exit();
};
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void stop());
