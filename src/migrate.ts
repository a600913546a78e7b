import { print, type Tool } from "./command-line-tool.ts";
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
        for (const name of applied) print(`Applied the migration ${name}.`);
        if (applied.length === 0) print("The database was up to date already.");
        if (role) print(`The program's own role ${role === "made" ? "was made and " : ""}has what it needs.`);
        print(
          queue === undefined
            ? "The queue is on Redis, which needs no migration."
            : `The queue's tables in PostgreSQL are at version ${queue}.`,
        );
      },
    },
  },
};
