import type { App } from "../context.ts";
import { type Nudge, QueueDown } from "../jobs/queue.ts";

/** The job that tells the notification URL of one CycleEvent. */
export const notifyCycleEvent = "notify-cycle-event";

export function cycleEventNudge(cycleEventId: string): Nudge {
  return { lane: "notifications", name: notifyCycleEvent, payload: { cycleEventId } };
}

/** Nudges after the commit. With the queue down the events are left for the sweep. */
export async function nudgeCycleEvents(app: App, cycleEventIds: string[]): Promise<void> {
  if (cycleEventIds.length === 0) return;
  try {
    await app.queue.add(cycleEventIds.map(cycleEventNudge));
  } catch (error) {
    if (!(error instanceof QueueDown)) throw error;
    app.log.warn({ err: error, cycleEventIds }, "queue down: left for the sweep");
    await app.db.cycleEvent.updateMany({
      where: { id: { in: cycleEventIds } },
      data: { enqueuedAt: null },
    });
  }
}
