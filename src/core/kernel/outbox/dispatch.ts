import type { App } from "../../context.ts";
import { QueueDown, type Task } from "./queue.ts";

export type Dispatching = Pick<App, "queue" | "log">;

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
