import { setTimeout as sleep } from "node:timers/promises";
import pLimit from "p-limit";

/** Fewer than there are connections to the database: the rest waits here, where a wait is no error. */
const atOnce = 8;
/**
 * How long one that has begun has the process to itself, so that acks get through between two of them. Whoever is still at it
 * by then waits for others: no reason to hold up forms, which have to open within three seconds.
 */
const aloneForMs = 100;

/** What goes on after the ack, so that a stop can wait for it. */
export class TaskTracker {
  readonly #open = new Set<Promise<unknown>>();
  readonly #limit = pLimit(atOnce);
  readonly #alone = pLimit(1);
  readonly #aloneForMs: number;

  constructor(forMs = aloneForMs) {
    this.#aloneForMs = forMs;
  }

  /** Does it when its turn has come, so that a burst neither takes every connection nor holds up the acks behind it. */
  withRateLimit(work: () => Promise<void>): Promise<void> {
    return this.#limit(async () => {
      const begun = await this.#alone(async () => {
        const running = work();
        await Promise.race([
          running.catch(() => undefined),
          sleep(this.#aloneForMs, undefined, { ref: false }),
        ]);
        return { running };
      });
      return begun.running;
    });
  }

  async track(work: Promise<void>): Promise<void> {
    this.#open.add(work);
    try {
      await work;
    } finally {
      this.#open.delete(work);
    }
  }

  async settled(): Promise<void> {
    await Promise.allSettled(this.#open);
  }
}
