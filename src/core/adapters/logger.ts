import { pino, type DestinationStream, type Logger } from "pino";
import { resolveHints } from "../kernel/text/command-hint.ts";

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

/** JSON lines on standard output, with what is secret left out wherever it is logged under a known name. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const paths = [...secretPaths, ...secretPaths.map((path) => `*.${path}`), "err.config", "err.original"];
  const options = {
    level,
    redact: { paths, censor: "[redacted]" },
    base: { pid: process.pid },
    hooks: { streamWrite: resolveHints },
  };
  return destination ? pino(options, destination) : pino(options);
}
