import type { App } from "../../src/core/context.ts";
import { RunAgain } from "../../src/core/jobs/job.ts";
import { type Nudge, type Queue, QueueDown } from "../../src/core/jobs/queue.ts";
import { jobs } from "../../src/worker/jobs.ts";

export interface RecordedQueue extends Queue {
  waiting: Nudge[];
  delayed: { nudge: Nudge; at: Date }[];
  down: boolean;
  /** Runs what waits, and what that adds, until nothing waits. Delayed jobs run once their time has come. */
  run(app: App): Promise<void>;
}

export function recordedQueue(): RecordedQueue {
  return {
    waiting: [],
    delayed: [],
    down: false,
    async add(nudges) {
      if (this.down) throw new QueueDown("down");
      this.waiting.push(...nudges);
    },
    async ping() {
      if (this.down) throw new QueueDown("down");
    },
    work: async () => ({ close: async () => undefined }),
    close: async () => undefined,
    async run(app) {
      const due = this.delayed.filter(({ at }) => at <= app.clock());
      this.delayed = this.delayed.filter(({ at }) => at > app.clock());
      this.waiting.push(...due.map(({ nudge }) => nudge));
      for (let nudge = this.waiting.shift(); nudge; nudge = this.waiting.shift())
        await runOne(this, app, nudge);
    },
  };
}

async function runOne(queue: RecordedQueue, app: App, nudge: Nudge): Promise<void> {
  const job = jobs.find(({ name }) => name === nudge.name);
  if (!job) throw new Error(`No job is called ${nudge.name}`);
  try {
    await job.run(app, job.payload.parse(structuredClone(nudge.payload)));
  } catch (error) {
    if (!(error instanceof RunAgain)) throw error;
    queue.delayed.push({ nudge, at: error.at });
  }
}
