import { ExternalError } from "./kernel/external-error.ts";
import type { Logger } from "pino";
import { DomainError } from "./kernel/errors.ts";
import { newReference } from "./kernel/text/reference.ts";

/** PostgreSQL's own codes for: no connection left, starting, stopping, connection lost. */
const passingStates = /^(53300|57P0[1-5]|08\w{3})$/u;
/** Read-only, as in a failover; disk full; out of memory. */
const takesNothing = /^(25006|53100|53200)$/u;
/** Took too long, waited too long for a lock, could not be put in a row, deadlock. Nothing of it was done. */
const tookTooLong = /^(57014|55P03|40001|40P01|P2028|P2034)$/u;
/** Prisma's: not reached, timed out, closed, no connection in the pool, no transaction begun in time, too many connections. */
const passingPrisma = /^(P1001|P1002|P1008|P1017|P2024|P2037)$/u;
const passingSockets =
  /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|EHOSTUNREACH|ENETUNREACH)$/u;
/** node-postgres and PgBouncer have no codes for these. */
const shortageWords =
  /timeout exceeded when trying to connect|too many clients|too many connections|no more connections allowed|query_wait_timeout|remaining connection slots/iu;
const passingWords =
  /^connection terminated|can't reach database|server has closed the connection|unable to start a transaction in the given time|query read timeout/iu;

/** Whether the database had no connection left. Nothing was sent then, so that asking again does nothing twice. */
export function isShortage(error: unknown): boolean {
  return chain(error).some(
    ({ code, message }) => code === "53300" || code === "57P03" || shortageWords.test(message),
  );
}

/** Whether there was no way to the database, or none any more. */
export const isUnreachable = (error: unknown): boolean => isShortage(error) || chain(error).some(isPassing);

/** What stands in the way of the database for now, in words for people; undefined where an error is about something else. */
export function databaseTrouble(error: unknown): ExternalError | undefined {
  const sentence = sentenceOf(error);
  return sentence
    ? new ExternalError(sentence, { retryable: true, reason: "database", cause: error })
    : undefined;
}

function sentenceOf(error: unknown): string | undefined {
  const links = chain(error);
  if (isShortage(error)) return "The database has no free connection.";
  if (links.some(({ code }) => takesNothing.test(code)))
    return "The database cannot save changes at the moment.";
  if (links.some(isPassing)) return "The database could not be reached.";
  if (links.some(({ code }) => tookTooLong.test(code))) return "The database took too long.";
  return undefined;
}

interface Link {
  code: string;
  message: string;
}

function isPassing({ code, message }: Link): boolean {
  return (
    [passingStates, passingPrisma, passingSockets].some((codes) => codes.test(code)) ||
    passingWords.test(message)
  );
}

/** The error, and what libraries wrapped: as its cause, in Prisma's `meta.driverAdapterError`, or as the driver's own words. */
function chain(error: unknown): Link[] {
  const links: Link[] = [];
  const seen = new Set<unknown>();
  const add = (one: unknown): void => {
    if (typeof one !== "object" || one === null || seen.has(one)) return;
    seen.add(one);
    const { code, originalCode, message, originalMessage, cause, meta, errors } = one as Record<
      string,
      unknown
    >;
    links.push({
      code: textOf(originalCode ?? code),
      message: textOf(originalMessage ?? message),
    });
    if (typeof meta === "object" && meta) add((meta as Record<string, unknown>)["driverAdapterError"]);
    for (const inner of [cause, ...(Array.isArray(errors) ? errors : [])]) add(inner);
  };
  add(error);
  return links;
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

/**
 * An error in words for people, and whether it passes. A database that is away or full is named as such. What nobody foresaw may
 * pass as well: people get a reference to the log, never its message.
 */
export function toReportableError(
  log: Logger,
  error: unknown,
  where: string,
  ids: Record<string, string> = {},
): ExternalError | DomainError {
  if (error instanceof ExternalError || error instanceof DomainError) return error;
  const away = databaseTrouble(error);
  if (away) {
    log.warn({ err: error, ...ids }, `no database for ${where}`);
    return away;
  }
  const reference = newReference();
  log.error({ err: error, reference, ...ids }, `unexpected error in ${where}`);
  const sentence = `Something went wrong on our side (reference ${reference}).`;
  return new ExternalError(sentence, { retryable: true, reason: "unexpected", cause: error });
}
