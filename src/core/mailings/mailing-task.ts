import type { Task } from "../kernel/outbox/queue.ts";

export const mailingJobName = "send-mailing";

export function mailingTask(mailingId: string): Task {
  return { lane: "requests", name: mailingJobName, payload: { mailingId } };
}
