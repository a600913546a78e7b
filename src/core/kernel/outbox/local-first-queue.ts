import type { Logger } from "pino";
import { type Job, RescheduleJob } from "./job.ts";
import type { Task, Queue, Room, WorkOptions } from "./queue.ts";

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
    room: (name) => worker?.room(name),
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
  #kept = 0;

  constructor(queue: Queue, options: WorkOptions, log: Logger) {
    this.#queue = queue;
    this.#options = options;
    this.#log = log;
  }

  takes(task: Task): boolean {
    const job = task.preferLocal ? this.#jobOf(task.name) : undefined;
    if (!job || !this.#hasRoom()) return false;
    this.#begin(task, () => this.#options.run(job, job.payload.parse(task.payload)));
    return true;
  }

  room(name: string): Room | undefined {
    if (!this.#jobOf(name) || !this.#hasRoom()) return undefined;
    this.#kept += 1;
    let isKept = true;
    const giveBack = (): void => {
      if (isKept) this.#kept -= 1;
      isKept = false;
    };
    return {
      giveBack,
      use: (task, work) => {
        giveBack();
        this.#begin(task, work);
      },
    };
  }

  async settled(): Promise<void> {
    await Promise.all(this.#running);
  }

  #jobOf(asked: string): Job | undefined {
    return this.#options.jobs.find(({ name }) => name === asked);
  }

  #hasRoom(): boolean {
    return this.#running.size + this.#kept < this.#options.concurrency;
  }

  #begin(task: Task, work: () => Promise<void>): void {
    const working = this.#do(task, work).finally(() => this.#running.delete(working));
    this.#running.add(working);
  }

  async #do(task: Task, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof RescheduleJob))
        this.#log.warn({ err: error, job: task.name }, "did not succeed here: into the queue");
      const delayMs = error instanceof RescheduleJob ? error.inMs : 1000;
      await this.#queue
        .add([{ ...task, preferLocal: false, delayMs }])
        .catch((err: unknown) => this.#log.debug({ err, job: task.name }, "queue down: left for the sweep"));
    }
  }
}
