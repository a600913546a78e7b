import process from "node:process";
import { ConfigError } from "./core/config.ts";
import { DomainError } from "./core/kernel/errors.ts";
import { resolveHints } from "./core/kernel/text/command-hint.ts";
import { SetupError } from "./core/kernel/setup-error.ts";

/** Wrong words on the command line; the message ends with how it is meant. */
export class UsageError extends Error {
  override readonly name = "UsageError";

  constructor(fault: string, usage: string) {
    super(`${fault}\n\n${usage}`);
  }
}

/** Runs an entry. What its caller can put right is told in words and without a stack; either way it ends with code 1. */
export async function runCommandLine(main: (args: string[]) => Promise<void>): Promise<void> {
  try {
    await main(process.argv.slice(2));
  } catch (error) {
    console.error(hidePasswords(explain(error)));
    process.exitCode = 1;
  }
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return resolveHints(isForTheCaller(error) ? error.message : (error.stack ?? error.message));
}

function isForTheCaller(error: Error): boolean {
  return [ConfigError, DomainError, SetupError, UsageError].some((kind) => error instanceof kind);
}

// Libraries like to quote the URL they were given.
function hidePasswords(text: string): string {
  return text.replace(/(:\/\/[^:/@\s]*:)[^@\s]+@/g, "$1…@");
}
