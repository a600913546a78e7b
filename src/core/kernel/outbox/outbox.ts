import type { Prisma } from "../../generated/prisma/client.ts";
import type { App } from "../../context.ts";
import { after } from "../time/clock.ts";
import type { Task } from "./queue.ts";

/**
 * A table whose rows say what is still to be done. The row is the truth, and its task only hurries it along. Each has the
 * columns `dueAt` (when the sweeper dispatches it), `recoveries` (how often it did in a row), `lease` and `leasedUntil` (who
 * is at it), and `notBefore` (when it may be tried).
 */
export interface Outbox<Row extends object = never> {
  table:
    | "Request"
    | "ChatMessage"
    | "Home"
    | "Mailing"
    | "CycleEvent"
    | "Webhook"
    | "CloudEffect"
    | "CloudSync";
  /** The column that names a row. */
  id: "id" | "consoleUserId";
  /** In SQL: something is left to do. The table's partial index has the same words. */
  open: Prisma.Sql;
  /** What a task is made of. */
  columns: (keyof Row & string)[];
  task(row: Row): Task;
  /** False: a process that is set up like this one leaves its rows as they are. */
  isFor?(app: Pick<App, "cloud">): boolean;
  /** How soon to look again where another worker is at a row; at the end of its lease where this is left out. */
  pollMs?: number;
}

/** How long a task may take to begin before the sweeper dispatches it again. */
export const graceMs = 5_000;

/** The columns of a row whose task is dispatched with this commit, to begin so much later. */
export function dueSoon(now: Date, delayMs = 0) {
  return { dueAt: after(now, delayMs + graceMs), recoveries: 0 };
}

/** The columns of a row that its holder gives back, to be tried again then; a change meanwhile may have it tried before. */
export function givenBackUntil(at: Date) {
  return { leasedUntil: null, notBefore: null, ...dueSoon(at) };
}

/** The columns of a row that its holder gives back, not to be tried before. */
export function postponedTo(at: Date) {
  return { ...givenBackUntil(at), notBefore: at };
}

/** The columns of a row that its holder gives back with nothing left to do; should there be something, it is due at once. */
export const released = { leasedUntil: null, notBefore: null, dueAt: null, recoveries: 0 };

/** The columns of a row that begins anew: whoever held it can write nothing back. */
export const begunAnew = { ...released, lease: { increment: 1 } };
