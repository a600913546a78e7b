import { readFile } from "node:fs/promises";
import { type ParseArgsConfig, parseArgs } from "node:util";
import { openDatabase } from "./core/open-database.ts";
import { readDatabaseConfig } from "./core/config.ts";
import {
  importLibrary,
  libraryFaults,
  type LibraryFile,
  libraryFile,
} from "./core/library/import-library.ts";
import { SetupError } from "./core/kernel/setup-error.ts";
import { measuredClock } from "./core/database-clock.ts";
import { operator } from "./operator.ts";
import { readEnv } from "./read-env.ts";
import { readWords, runCommandLine, UsageError } from "./run-command-line.ts";
import { doubledName } from "./core/kernel/text/doubled-name.ts";

const usage = `Usage:
  npm run library -- import <file.json>

Takes connectors and templates into the library, all or nothing. What is there under the same name is changed, so that a file can
be read in twice. library.example.json shows the form.`;

const options = { help: { type: "boolean", short: "h" } } as const satisfies ParseArgsConfig["options"];

await runCommandLine(async (args) => {
  const { values, positionals } = readWords(
    () => parseArgs({ args, options, allowPositionals: true }),
    usage,
  );
  const [action, file, surplus] = positionals;
  if (values.help) return console.log(usage);
  if (action !== "import") throw new UsageError(action ? `“${action}” is not import.` : "Say import.", usage);
  if (file === undefined) throw new UsageError("Name the file to import.", usage);
  if (surplus !== undefined) throw new UsageError(`“${surplus}” is one word too many.`, usage);
  const library = await readLibrary(file);
  const db = await openDatabase(readDatabaseConfig(readEnv()));
  try {
    const { connectors, templates } = await importLibrary(
      { db, clock: await measuredClock(db), actor: operator() },
      library,
    );
    console.log(`Connectors: ${connectors.added} added, ${connectors.changed} there already.`);
    console.log(`Templates: ${templates.added} added, ${templates.changed} there already.`);
  } finally {
    await db.$disconnect();
  }
});

async function readLibrary(file: string): Promise<LibraryFile> {
  const read = libraryFile.safeParse(await readJson(file));
  if (read.success) return read.data;
  throw new SetupError(
    [`${file} is not a library:`, ...libraryFaults(read.error).map((line) => `  ${line}`)].join("\n"),
  );
}

async function readJson(file: string): Promise<unknown> {
  const text = await readFile(file, "utf8").catch(cannotRead(file));
  try {
    const read: unknown = JSON.parse(text);
    const name = doubledName(text);
    if (name === undefined) return read;
    throw new Error(`one object names “${name}” twice`);
  } catch (cause) {
    return cannotRead(file)(cause);
  }
}

function cannotRead(file: string): (cause: unknown) => never {
  return (cause) => {
    throw new SetupError(`${file} cannot be read as JSON: ${(cause as Error).message}`, { cause });
  };
}
