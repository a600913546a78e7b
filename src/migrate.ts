import type { Tool } from "./command-line-tool.ts";
import { readMigrationConfig } from "./core/config.ts";
import { migrate } from "./core/migrate.ts";
import { readEnv } from "./read-env.ts";

const patienceMs = 60_000;

export const migrateTool: Tool = {
  usage: "Usage: npm run migrate",
  actions: {
    "": {
      async run() {
        const { applied, queue, role } = await migrate(readMigrationConfig(readEnv()), {
          waitMs: patienceMs,
        });
        for (const name of applied) console.log(`Applied the migration ${name}.`);
        if (applied.length === 0) console.log("The database was up to date already.");
        if (role)
          console.log(`The program's own role ${role === "made" ? "was made and " : ""}has what it needs.`);
        console.log(
          queue === undefined
            ? "The queue is on Redis, which needs no migration."
            : `The queue's tables in PostgreSQL are at version ${queue}.`,
        );
      },
    },
  },
};
