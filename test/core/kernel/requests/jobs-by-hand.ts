import type { App } from "../../../../src/core/context.ts";
import { RescheduleJob } from "../../../../src/core/kernel/outbox/job.ts";
import type { Task } from "../../../../src/core/kernel/outbox/queue.ts";
import { messageTask } from "../../../../src/core/kernel/requests/invalidate-card.ts";
import { jobs } from "../../../../src/core/features.ts";
import type { InviteScene } from "../../../support/invite-scene.ts";

/** Takes the waiting jobs of one lane out of the queue. */
export function take({ t }: Pick<InviteScene, "t">, lane: Task["lane"]): Task[] {
  const mine = t.queue.waiting.filter((task) => task.lane === lane);
  t.queue.waiting = t.queue.waiting.filter((task) => task.lane !== lane);
  return mine;
}

/** The job that draws the card of a Request. */
export async function cardJob({ t }: Pick<InviteScene, "t">, requestId: string): Promise<Task> {
  const where = { requestId_key: { requestId, key: "card" } };
  return messageTask(await t.db.chatMessage.findUniqueOrThrow({ where }));
}

/** When a job that was handed back is to run again, by the clock of the one who handed it back. */
type Rescheduled = RescheduleJob & { at: Date };

/** Does a job as a worker does, and tells how it ended. */
export async function work(app: App, task: Task | undefined): Promise<"done" | Rescheduled> {
  const job = jobs.find(({ name }) => name === task?.name);
  if (!job || !task) throw new Error(`no job ${task?.name}`);
  try {
    await job.run(app, job.payload.parse(task.payload));
    return "done";
  } catch (error) {
    if (error instanceof RescheduleJob)
      return Object.assign(error, { at: new Date(app.clock().getTime() + error.inMs) });
    throw error;
  }
}

/** A point where work stops until it is let go. */
export function gate(): { reached: Promise<void>; open: () => void; pass: () => Promise<void> } {
  let [reach, open]: (() => void)[] = [];
  const reached = new Promise<void>((resolve) => void (reach = resolve));
  const opened = new Promise<void>((resolve) => void (open = resolve));
  return {
    reached,
    open: () => open?.(),
    pass: () => {
      reach?.();
      return opened;
    },
  };
}
