import process from "node:process";
import { openLog } from "./core/open-log.ts";
import { readConfig } from "./core/config.ts";
import { requireMigrated } from "./core/open-database.ts";
import { readEnv } from "./read-env.ts";
import { runCommandLine } from "./run-command-line.ts";
import { supervise } from "./supervise.ts";

const databaseWithinMs = 30_000;

// Bot, worker and web, each a process of its own. What keeps all three from starting is told once, and here.
await runCommandLine(async () => {
  const config = readConfig(readEnv());
  await requireMigrated(config.databaseUrl, databaseWithinMs);
  process.exitCode = await supervise(openLog(config.logLevel, undefined, "supervisor"));
});
process.exit();
