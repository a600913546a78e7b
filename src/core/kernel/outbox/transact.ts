import type { App } from "../../context.ts";
import type { Database, Transaction } from "../database.ts";
import { QueueDown, type Task } from "./queue.ts";

/** Collects what is to follow a transaction. */
export interface After {
  /** Hands these to the queue once the transaction is committed, and never if it is rolled back. */
  dispatch(...tasks: Task[]): void;
}

/** What has to hold for a change to go through. It is looked at at the beginning of the first transaction that commits. */
export interface Precondition {
  met: boolean;
  /** Holds what it looks at until the transaction ends. Throws where it does not hold. */
  check(tx: Transaction): Promise<void>;
}

type Transacting = Dispatching & { db: Pick<Database, "$transaction">; precondition?: Precondition };
type Work<Result> = (tx: Transaction, after: After) => Promise<Result>;

interface TransactOptions {
  timeoutMs?: number;
}

/** Writes in one transaction, and dispatches what follows from it after the commit: the one way to do both. */
export async function transact<Result>(
  ctx: Transacting,
  work: Work<Result>,
  options?: TransactOptions,
): Promise<Result> {
  return (await transactAndReport(ctx, work, options)).result;
}

/** The same, for whoever tells people whether the queue has taken it; what it has not taken is recovered from the rows. */
export async function transactAndReport<Result>(
  ctx: Transacting,
  work: Work<Result>,
  { timeoutMs }: TransactOptions = {},
): Promise<{ result: Result; dispatched: boolean }> {
  const { precondition } = ctx;
  let tasks: Task[] = [];
  const result = await ctx.db.$transaction(
    async (tx) => {
      tasks = [];
      if (precondition && !precondition.met) await precondition.check(tx);
      return work(tx, { dispatch: (...more) => void tasks.push(...more) });
    },
    timeoutMs ? { timeout: timeoutMs } : {},
  );
  if (precondition) precondition.met = true;
  return { result, dispatched: await dispatch(ctx, tasks) };
}

type Dispatching = Pick<App, "queue" | "log">;

/**
 * Hands tasks to the queue, after the commit that wrote their rows. False where the queue is down: the rows are due soon, so
 * that the sweeper dispatches them when it is back.
 */
export async function dispatch({ queue, log }: Dispatching, tasks: Task[]): Promise<boolean> {
  if (tasks.length === 0) return true;
  try {
    await queue.add(tasks);
    return true;
  } catch (err) {
    if (!(err instanceof QueueDown)) throw err;
    // The process tells once that the queue is gone: nothing is lost by it, and this comes with every try.
    log.debug({ err, tasks: tasks.length }, "queue down: left for the sweeper");
    return false;
  }
}
