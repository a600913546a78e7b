import type { App } from "../../core/context.ts";
import { jobs } from "../../core/features.ts";
import { RescheduleJob } from "../../core/kernel/outbox/job.ts";
import type { Queue, Task } from "../../core/kernel/outbox/queue.ts";

/** A queue whose jobs are run by hand, in the order in which they come due. */
export interface CompanyQueue extends Queue {
  /** Does what is due now, and what follows from it at once. */
  run(app: App): Promise<void>;
  /** When the next one is due that waits for its time. */
  nextAt(): Date | undefined;
  /** Brings what stands in the chat up to what it has to say by now. */
  redraw(app: App): Promise<void>;
}

interface Waiting {
  task: Task;
  at: number;
}

const redrawnAtOnce = 6;

export function companyQueue(clock: App["clock"]): CompanyQueue {
  let waiting: Waiting[] = [];
  const drawn = new Set<string>();
  /** Nobody reads a card of weeks ago until all is over: one drawing stands for those on the way. */
  const outdated = new Map<string, Task>();
  const later = (task: Task, inMs: number): void => {
    waiting = [...waiting, { task, at: clock().getTime() + inMs }].toSorted(
      (one, other) => one.at - other.at,
    );
  };
  const add = (task: Task): void => {
    const message = task.lane === "messages" && JSON.stringify([task.name, task.payload]);
    if (message && drawn.has(message)) return void outdated.set(message, task);
    if (message) drawn.add(message);
    later(task, task.delayMs ?? 0);
  };
  const take = (): Task[] => {
    const due = waiting.filter(({ at }) => at <= clock().getTime());
    waiting = waiting.filter((one) => !due.includes(one));
    return due.map(({ task }) => task);
  };
  const runOne = async (app: App, task: Task): Promise<void> => {
    const job = jobs.find(({ name }) => name === task.name);
    try {
      await job?.run(app, job.payload.parse(task.payload));
    } catch (error) {
      if (!(error instanceof RescheduleJob)) throw error;
      // At least a millisecond, so that one that waits for another does not come first for ever.
      later(task, Math.max(1, error.inMs));
    }
  };
  const run = async (app: App): Promise<void> => {
    for (let due = take(); due.length > 0; due = take()) {
      await Promise.all(due.filter(({ lane }) => lane !== "messages").map((task) => runOne(app, task)));
      // One behind the other, as they are to be read.
      for (const task of due.filter(({ lane }) => lane === "messages")) await runOne(app, task);
    }
  };
  return {
    add: async (tasks) => tasks.forEach(add),
    ping: async () => undefined,
    tryWrite: async () => undefined,
    work: async () => ({ close: async () => undefined }),
    close: async () => undefined,
    nextAt: () => (waiting[0] ? new Date(waiting[0].at) : undefined),
    run,
    async redraw(app) {
      const all = [...outdated.values()];
      outdated.clear();
      for (let at = 0; at < all.length; at += redrawnAtOnce)
        await Promise.all(all.slice(at, at + redrawnAtOnce).map((task) => runOne(app, task)));
      await run(app);
    },
  };
}
