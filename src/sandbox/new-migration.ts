import path from "node:path";
import process from "node:process";
import { writeMigration } from "../core/migrate.ts";
import { runCommandLine, UsageError } from "../run-command-line.ts";
import { startPostgres } from "./postgres.ts";

const usage = `Usage: npm run migration:new -- <what it changes>
It compares prisma/schema.prisma with what the migrations make of an empty database, in a PostgreSQL of its own.`;

await runCommandLine(async (words) => {
  if (words.length === 0) throw new UsageError("The migration needs a name.", usage);
  const option = words.find((word) => word.startsWith("-"));
  if (option) throw new UsageError(`“${option}” is not an option here.`, usage);
  const postgres = await startPostgres();
  try {
    const scratchUrl = await postgres.createDatabase("scratch");
    const folder = await writeMigration(words.join(" "), { scratchUrl });
    console.log(
      folder
        ? `Wrote ${path.relative(process.cwd(), folder)}. Read its migration.sql, then run npm run migrate.`
        : "prisma/schema.prisma has not changed since the last migration, so there is nothing to write.",
    );
  } finally {
    await postgres.stop();
  }
});
