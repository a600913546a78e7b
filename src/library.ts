import { readFile } from "node:fs/promises";
import { print, type Tool, withDatabase } from "./command-line-tool.ts";
import { readDatabaseConfig } from "./core/config.ts";
import {
  importLibrary,
  libraryFaults,
  type LibraryFile,
  libraryFile,
} from "./core/library/import-library.ts";
import { SetupError } from "./core/kernel/setup-error.ts";
import { doubledName } from "./core/kernel/text/doubled-name.ts";
import { readEnv } from "./read-env.ts";

const usage = `Usage:
  npm run library -- import <file.json>

Takes connectors and templates into the library, all or nothing. What is there under the same name is changed, so that a file can
be read in twice. library.example.json shows the form.`;

export const libraryTool: Tool = {
  usage,
  actions: {
    import: {
      words: ["Name the file to import."],
      async run([file = ""]) {
        const library = await readLibrary(file);
        await withDatabase(readDatabaseConfig(readEnv()), async (ctx) => {
          const { connectors, templates } = await importLibrary(ctx, library);
          print(`Connectors: ${connectors.added} added, ${connectors.changed} there already.`);
          print(`Templates: ${templates.added} added, ${templates.changed} there already.`);
        });
      },
    },
  },
};

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
