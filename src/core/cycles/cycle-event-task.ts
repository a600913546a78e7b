import type { Task } from "../kernel/outbox/queue.ts";

/** The job that tells the notification URL of one CycleEvent. */
export const notifyCycleEvent = "notify-cycle-event";

export function cycleEventTask(cycleEventId: string): Task {
  return { lane: "notifications", name: notifyCycleEvent, payload: { cycleEventId } };
}
