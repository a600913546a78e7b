import type { App } from "../../context.ts";
import { QueueDown, type Task } from "./queue.ts";

export type Dispatching = Pick<App, "queue" | "db" | "log">;

/**
 * Hands tasks to the queue, after the commit that wrote their rows. With the queue down the rows are marked as left behind,
 * for the sweep, and the answer is false.
 */
export async function dispatch(ctx: Dispatching, tasks: Task[]): Promise<boolean> {
  if (tasks.length === 0) return true;
  try {
    await ctx.queue.add(tasks);
    return true;
  } catch (error) {
    if (!(error instanceof QueueDown)) throw error;
    ctx.log.warn({ err: error, tasks: tasks.length }, "queue down: left for the sweep");
    await leaveBehind(ctx, tasks);
    return false;
  }
}

interface Named {
  requestId?: string;
  consoleUserId?: string;
  mailingId?: string;
  cycleEventId?: string;
}

async function leaveBehind({ db }: Dispatching, tasks: Task[]): Promise<void> {
  const named = (name: keyof Named) => tasks.flatMap(({ payload }) => (payload as Named)[name] ?? []);
  const data = { enqueuedAt: null };
  const [requestIds, homes] = [named("requestId"), named("consoleUserId")];
  await db.request.updateMany({ where: { id: { in: requestIds }, status: "queued" }, data });
  await db.chatMessage.updateMany({ where: { requestId: { in: requestIds } }, data });
  await db.home.updateMany({ where: { consoleUserId: { in: homes } }, data });
  await db.mailing.updateMany({ where: { id: { in: named("mailingId") } }, data });
  await db.cycleEvent.updateMany({ where: { id: { in: named("cycleEventId") } }, data });
}
