import { pino, type DestinationStream, type Logger } from "pino";
import { resolveForPrograms } from "../kernel/text/command-hint.ts";

const secretPaths = [
  "password",
  "passwordAgain",
  "token",
  "authorization",
  "cookie",
  "secret",
  "smtpUrl",
  "databaseUrl",
];

/** ioredis hangs the command to what it throws, and a login is a command. */
const secretOfErrors = [
  "err.config",
  "err.original",
  "err.command.args",
  "err.aggregateErrors[*].command.args",
];

/** JSON lines on standard output, with what is secret left out wherever it is logged under a known name. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const paths = [...secretPaths, ...secretPaths.map((path) => `*.${path}`), ...secretOfErrors];
  const options = {
    level,
    redact: { paths, censor: "[redacted]" },
    base: { pid: process.pid },
    hooks: { streamWrite: resolveForPrograms },
  };
  return destination ? pino(options, destination) : pino(options);
}
