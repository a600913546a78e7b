import { migrate } from "./core/migrate.ts";
import { readMigrationConfig } from "./core/config.ts";
import { readEnv } from "./read-env.ts";
import { runCommandLine, UsageError } from "./run-command-line.ts";

const patienceMs = 60_000;

await runCommandLine(async ([word]) => {
  if (word !== undefined) throw new UsageError(`“${word}” is one word too many.`, "Usage: npm run migrate");
  const { applied, queue, role } = await migrate(readMigrationConfig(readEnv()), { waitMs: patienceMs });
  for (const name of applied) console.log(`Applied the migration ${name}.`);
  if (applied.length === 0) console.log("The database was up to date already.");
  if (role) console.log(`The program's own role ${role === "made" ? "was made and " : ""}has what it needs.`);
  console.log(
    queue === undefined
      ? "The queue is on Redis, which needs no migration."
      : `The queue's tables in PostgreSQL are at version ${queue}.`,
  );
});
