import type { Logger } from "pino";
import { type Job, RunAgain } from "./job.ts";
import type { Nudge, Queue, WorkOptions } from "./queue.ts";

/**
 * A queue for a process that works on jobs itself: what is marked `here` it does at once, as long as it has room, and saves
 * the way through the store. What does not succeed at once goes into the queue after all.
 */
export function doingHere(queue: Queue, log: Logger): Queue {
  let worker: WorkerHere | undefined;
  return {
    ...queue,
    async add(nudges) {
      const others = nudges.filter((nudge) => !worker?.takes(nudge));
      if (others.length > 0) await queue.add(others);
    },
    async work(options) {
      const working = await queue.work(options);
      const here = new WorkerHere(queue, options, log);
      worker = here;
      return {
        async close() {
          worker = undefined;
          await working.close();
          await here.settled();
        },
      };
    },
  };
}

class WorkerHere {
  readonly #queue: Queue;
  readonly #options: WorkOptions;
  readonly #log: Logger;
  readonly #running = new Set<Promise<void>>();

  constructor(queue: Queue, options: WorkOptions, log: Logger) {
    this.#queue = queue;
    this.#options = options;
    this.#log = log;
  }

  takes(nudge: Nudge): boolean {
    if (!nudge.here || this.#running.size >= this.#options.concurrency) return false;
    const job = this.#options.jobs.find(({ name }) => name === nudge.name);
    if (!job) return false;
    const work = this.#do(job, nudge).finally(() => this.#running.delete(work));
    this.#running.add(work);
    return true;
  }

  async settled(): Promise<void> {
    await Promise.all(this.#running);
  }

  async #do(job: Job, nudge: Nudge): Promise<void> {
    try {
      await this.#options.run(job, job.payload.parse(nudge.payload));
    } catch (error) {
      if (!(error instanceof RunAgain))
        this.#log.warn({ err: error, job: job.name }, "did not succeed here: into the queue");
      const delayMs = error instanceof RunAgain ? Math.max(0, error.at.getTime() - Date.now()) : 1000;
      await this.#queue
        .add([{ ...nudge, here: false, delayMs }])
        .catch((err: unknown) => this.#log.warn({ err, job: job.name }, "queue down: left for the sweep"));
    }
  }
}
