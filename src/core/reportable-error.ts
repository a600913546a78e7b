import type { Logger } from "pino";
import { databaseTrouble } from "./database-trouble.ts";
import { DomainError } from "./errors.ts";
import { newReference } from "./reference.ts";
import { Trouble } from "./trouble.ts";

/**
 * An error in words for people, and whether it passes. A database that is away or full is named as such. What nobody foresaw may
 * pass as well: people get a reference to the log, never its message.
 */
export function toReportableError(
  log: Logger,
  error: unknown,
  where: string,
  ids: Record<string, string> = {},
): Trouble | DomainError {
  if (error instanceof Trouble || error instanceof DomainError) return error;
  const away = databaseTrouble(error);
  if (away) {
    log.warn({ err: error, ...ids }, `no database for ${where}`);
    return away;
  }
  const reference = newReference();
  log.error({ err: error, reference, ...ids }, `unexpected error in ${where}`);
  const sentence = `Something went wrong on our side (reference ${reference}).`;
  return new Trouble(sentence, { passing: true, reason: "unexpected", cause: error });
}
