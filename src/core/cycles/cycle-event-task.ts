import { Prisma } from "../generated/prisma/client.ts";
import type { Outbox } from "../kernel/outbox/outbox.ts";
import type { Task } from "../kernel/outbox/queue.ts";

/** The job that tells the notification URL of one CycleEvent. */
export const notifyCycleEvent = "notify-cycle-event";

/** What the notification URL has still to be told. */
export const cycleEventOutbox: Outbox<{ id: string }> = {
  table: "CycleEvent",
  id: "id",
  open: Prisma.sql`"notifyUrl" IS NOT NULL AND "notifiedAt" IS NULL AND "givenUpAt" IS NULL`,
  columns: ["id"],
  task: ({ id }) => cycleEventTask(id),
};

export function cycleEventTask(cycleEventId: string): Task {
  return { lane: "notifications", name: notifyCycleEvent, payload: { cycleEventId } };
}
