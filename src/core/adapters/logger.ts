import { pino, stdTimeFunctions, type DestinationStream, type Logger } from "pino";
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

/**
 * JSON lines on standard output, each with its time in ISO 8601, its level by name and the process that it is from, and with
 * what is secret left out wherever it is logged under a known name.
 */
export function createLogger(
  level: string,
  destination?: DestinationStream,
  processName = "cyclr-access",
): Logger {
  const paths = [...secretPaths, ...secretPaths.map((path) => `*.${path}`), ...secretOfErrors];
  const options = {
    level,
    redact: { paths, censor: "[redacted]" },
    base: { process: processName, pid: process.pid },
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    hooks: { streamWrite: resolveForPrograms },
  };
  return destination ? pino(options, destination) : pino(options);
}
