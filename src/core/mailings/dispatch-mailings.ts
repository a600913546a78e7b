import type { App } from "../context.ts";
import { type Task, QueueDown } from "../kernel/outbox/queue.ts";

export const mailingJobName = "send-mailing";

export function mailingTask(mailingId: string): Task {
  return { lane: "requests", name: mailingJobName, payload: { mailingId } };
}

/** Puts mailings into the queue, after the commit that wrote them. With the queue down they are left for the sweep. */
export async function dispatchMailings(app: App, tasks: Task[]): Promise<void> {
  if (tasks.length === 0) return;
  try {
    await app.queue.add(tasks);
  } catch (error) {
    if (!(error instanceof QueueDown)) throw error;
    app.log.warn({ err: error, mailings: tasks.length }, "queue down: mailings left for the sweep");
    const ids = tasks.map(({ payload }) => (payload as { mailingId: string }).mailingId);
    await app.db.mailing.updateMany({ where: { id: { in: ids } }, data: { enqueuedAt: null } });
  }
}
