import type { App } from "../context.ts";
import type { Transaction } from "../database.ts";
import type { Prisma } from "../generated/prisma/client.ts";
import { homesOfTasks, invalidateHome } from "../home/invalidate-home.ts";
import { type Task, QueueDown } from "../kernel/outbox/queue.ts";
import { together } from "../together.ts";

/**
 * Puts rows into the queue, after the commit that wrote them. With the queue down the rows are marked as
 * left behind, for the sweep, and the answer is false.
 */
export async function dispatch(app: App, requestIds: string[], tasks: Task[]): Promise<boolean> {
  if (tasks.length === 0) return true;
  try {
    await app.queue.add(tasks);
    return true;
  } catch (error) {
    if (!(error instanceof QueueDown)) throw error;
    app.log.warn({ err: error, requestIds }, "queue down: left for the sweep");
    const leftBehind = { enqueuedAt: null };
    await app.db.request.updateMany({
      where: { id: { in: requestIds }, status: "queued" },
      data: leftBehind,
    });
    await app.db.chatMessage.updateMany({ where: { requestId: { in: requestIds } }, data: leftBehind });
    await app.db.home.updateMany({ where: { consoleUserId: { in: homesOfTasks(tasks) } }, data: leftBehind });
    return false;
  }
}

/**
 * Marks a Request's card as out of date, and its requester's Home, in the transaction of the change. Dispatch what it * returns.
 */
export async function invalidateCard(
  tx: Transaction,
  requestId: string,
  now: Date,
  how: Drawing = {},
): Promise<Task[]> {
  const outdated = await together(
    () => invalidateMessages(tx, { requestId, key: "card" }, now, how),
    () => invalidateHome(tx, { requestIds: [requestId] }, now),
  );
  return outdated.flat();
}

interface Drawing {
  /** By this process, if it works on jobs. The sweep does it where the process dies over it. */
  preferLocal?: boolean;
}

/** Marks messages of a Request as out of date: its card, or notes in its thread. Dispatch what it returns. */
export async function invalidateMessages(
  tx: Transaction,
  which: { requestId: string; key?: Prisma.StringFilter | string },
  now: Date,
  { preferLocal = false }: Drawing = {},
): Promise<Task[]> {
  const messages = await tx.chatMessage.updateManyAndReturn({
    where: which,
    data: { wantedVersion: { increment: 1 }, enqueuedAt: preferLocal ? null : now },
    select: { requestId: true, job: true, key: true },
  });
  return messages.map((message) => ({ ...messageTask(message), preferLocal }));
}

/**
 * Dispatches what a Request still has to say. A worker that died between the end of a Request and its tasks leaves it so, and
 * the job that takes over finds nothing else to do.
 */
export async function dispatchUndrawn(app: App, requestId: string): Promise<void> {
  const undrawn = await app.db.chatMessage.findMany({
    where: { requestId, givenUpAt: null, drawnVersion: { lt: app.db.chatMessage.fields.wantedVersion } },
    select: { requestId: true, job: true, key: true },
  });
  await dispatch(app, [requestId], undrawn.map(messageTask));
}

export function messageTask(message: { job: string; requestId: string; key: string }): Task {
  return { lane: "messages", name: message.job, payload: { requestId: message.requestId, key: message.key } };
}

export function requestTask(request: { id: string; kind: string }): Task {
  return { lane: "requests", name: request.kind, payload: { requestId: request.id } };
}
