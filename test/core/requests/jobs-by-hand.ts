import type { App } from "../../../src/core/context.ts";
import { RunAgain } from "../../../src/core/jobs/job.ts";
import type { Nudge } from "../../../src/core/jobs/queue.ts";
import { drawNudge } from "../../../src/core/requests/nudge.ts";
import { jobs } from "../../../src/worker/jobs.ts";
import type { InviteScene } from "../../support/invite-scene.ts";

/** Takes the waiting jobs of one lane out of the queue. */
export function take({ t }: Pick<InviteScene, "t">, lane: Nudge["lane"]): Nudge[] {
  const mine = t.queue.waiting.filter((nudge) => nudge.lane === lane);
  t.queue.waiting = t.queue.waiting.filter((nudge) => nudge.lane !== lane);
  return mine;
}

/** The job that draws the card of a Request. */
export async function cardJob({ t }: Pick<InviteScene, "t">, requestId: string): Promise<Nudge> {
  const where = { requestId_key: { requestId, key: "card" } };
  return drawNudge(await t.db.chatMessage.findUniqueOrThrow({ where }));
}

/** Does a job as a worker does, and tells how it ended. */
export async function work(app: App, nudge: Nudge | undefined): Promise<"done" | RunAgain> {
  const job = jobs.find(({ name }) => name === nudge?.name);
  if (!job || !nudge) throw new Error(`no job ${nudge?.name}`);
  try {
    await job.run(app, job.payload.parse(nudge.payload));
    return "done";
  } catch (error) {
    if (error instanceof RunAgain) return error;
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
