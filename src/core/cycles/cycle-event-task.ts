import type { App } from "../context.ts";
import { type Task, QueueDown } from "../kernel/outbox/queue.ts";

/** The job that tells the notification URL of one CycleEvent. */
export const notifyCycleEvent = "notify-cycle-event";

export function cycleEventTask(cycleEventId: string): Task {
  return { lane: "notifications", name: notifyCycleEvent, payload: { cycleEventId } };
}

/** Dispatches after the commit. With the queue down the events are left for the sweep. */
export async function dispatchCycleEvents(app: App, cycleEventIds: string[]): Promise<void> {
  if (cycleEventIds.length === 0) return;
  try {
    await app.queue.add(cycleEventIds.map(cycleEventTask));
  } catch (error) {
    if (!(error instanceof QueueDown)) throw error;
    app.log.warn({ err: error, cycleEventIds }, "queue down: left for the sweep");
    await app.db.cycleEvent.updateMany({
      where: { id: { in: cycleEventIds } },
      data: { enqueuedAt: null },
    });
  }
}
