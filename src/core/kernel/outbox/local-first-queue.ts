import type { Logger } from "pino";
import { type Job, RescheduleJob } from "./job.ts";
import type { Task, Queue, WorkOptions } from "./queue.ts";

/**
 * A queue for a process that works on jobs itself: what is marked `preferLocal` it does at once, as long as it has room, and saves
 * the way through the store. What does not succeed at once goes into the queue after all.
 */
export function localFirstQueue(queue: Queue, log: Logger): Queue {
  let worker: LocalWorker | undefined;
  return {
    ...queue,
    async add(tasks) {
      const others = tasks.filter((task) => !worker?.takes(task));
      if (others.length > 0) await queue.add(others);
    },
    async work(options) {
      const working = await queue.work(options);
      const local = new LocalWorker(queue, options, log);
      worker = local;
      return {
        async close() {
          worker = undefined;
          await working.close();
          await local.settled();
        },
      };
    },
  };
}

class LocalWorker {
  readonly #queue: Queue;
  readonly #options: WorkOptions;
  readonly #log: Logger;
  readonly #running = new Set<Promise<void>>();

  constructor(queue: Queue, options: WorkOptions, log: Logger) {
    this.#queue = queue;
    this.#options = options;
    this.#log = log;
  }

  takes(task: Task): boolean {
    if (!task.preferLocal || this.#running.size >= this.#options.concurrency) return false;
    const job = this.#options.jobs.find(({ name }) => name === task.name);
    if (!job) return false;
    const work = this.#do(job, task).finally(() => this.#running.delete(work));
    this.#running.add(work);
    return true;
  }

  async settled(): Promise<void> {
    await Promise.all(this.#running);
  }

  async #do(job: Job, task: Task): Promise<void> {
    try {
      await this.#options.run(job, job.payload.parse(task.payload));
    } catch (error) {
      if (!(error instanceof RescheduleJob))
        this.#log.warn({ err: error, job: job.name }, "did not succeed here: into the queue");
      const delayMs = error instanceof RescheduleJob ? error.inMs : 1000;
      await this.#queue
        .add([{ ...task, preferLocal: false, delayMs }])
        .catch((err: unknown) => this.#log.debug({ err, job: job.name }, "queue down: left for the sweep"));
    }
  }
}
