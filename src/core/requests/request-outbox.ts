import { Prisma, type ChatMessage, type Request } from "../generated/prisma/client.ts";
import type { Outbox } from "../kernel/outbox/outbox.ts";
import type { Task } from "../kernel/outbox/queue.ts";

/** Requests that are to be run. */
export const requestOutbox: Outbox<Pick<Request, "id" | "kind">> = {
  table: "Request",
  id: "id",
  open: Prisma.sql`"status" = 'queued'`,
  columns: ["kind"],
  task: requestTask,
};

/** Messages whose row says more than the chat shows. */
export const messageOutbox: Outbox<Pick<ChatMessage, "job" | "requestId" | "key">> = {
  table: "ChatMessage",
  id: "id",
  open: Prisma.sql`"observedGeneration" < "generation" AND "givenUpAt" IS NULL`,
  columns: ["job", "requestId", "key"],
  task: messageTask,
  // Whoever draws it is done in a moment.
  pollMs: 1_000,
};

export function requestTask(request: Pick<Request, "id" | "kind">): Task {
  return { lane: "requests", name: request.kind, payload: { requestId: request.id } };
}

export function messageTask(message: Pick<ChatMessage, "job" | "requestId" | "key">): Task {
  return { lane: "messages", name: message.job, payload: { requestId: message.requestId, key: message.key } };
}
