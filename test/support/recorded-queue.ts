import type { App } from "../../src/core/context.ts";
import { RescheduleJob } from "../../src/core/kernel/outbox/job.ts";
import { type Task, type Queue, QueueDown } from "../../src/core/kernel/outbox/queue.ts";
import { jobs } from "../../src/core/features.ts";

export interface RecordedQueue extends Queue {
  waiting: Task[];
  delayed: { task: Task; at: Date }[];
  down: boolean;
  /** Runs what waits, and what that adds, until nothing waits. Delayed jobs run once their time has come. */
  run(app: App): Promise<void>;
}

export function recordedQueue(): RecordedQueue {
  return {
    waiting: [],
    delayed: [],
    down: false,
    async add(tasks) {
      if (this.down) throw new QueueDown("down");
      this.waiting.push(...tasks);
    },
    async ping() {
      if (this.down) throw new QueueDown("down");
    },
    async tryWrite() {
      if (this.down) throw new QueueDown("down");
    },
    work: async () => ({ close: async () => undefined }),
    close: async () => undefined,
    async run(app) {
      const due = this.delayed.filter(({ at }) => at <= app.clock());
      this.delayed = this.delayed.filter(({ at }) => at > app.clock());
      this.waiting.push(...due.map(({ task }) => task));
      for (let task = this.waiting.shift(); task; task = this.waiting.shift()) await runOne(this, app, task);
    },
  };
}

async function runOne(queue: RecordedQueue, app: App, task: Task): Promise<void> {
  const job = jobs.find(({ name }) => name === task.name);
  if (!job) throw new Error(`No job is called ${task.name}`);
  try {
    await job.run(app, job.payload.parse(structuredClone(task.payload)));
  } catch (error) {
    if (!(error instanceof RescheduleJob)) throw error;
    queue.delayed.push({ task, at: new Date(app.clock().getTime() + error.inMs) });
  }
}
