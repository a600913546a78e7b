import { Prisma } from "../generated/prisma/client.ts";
import type { Outbox } from "../kernel/outbox/outbox.ts";
import type { Task } from "../kernel/outbox/queue.ts";

/** Mails that are to be sent. */
export const mailingOutbox: Outbox<{ id: string }> = {
  table: "Mailing",
  id: "id",
  open: Prisma.sql`"sentAt" IS NULL AND "givenUpAt" IS NULL`,
  columns: ["id"],
  task: ({ id }) => mailingTask(id),
};

export const mailingJobName = "send-mailing";

export function mailingTask(mailingId: string): Task {
  return { lane: "requests", name: mailingJobName, payload: { mailingId } };
}
