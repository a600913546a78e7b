import pLimit from "p-limit";

/**
 * Enough to keep the database busy, and few enough that an ack waits behind little. The rest waits here, where a wait is no
 * error, not for a connection.
 */
const atOnce = 3;

/** What goes on after the ack, so that a stop can wait for it. */
export class Running {
  readonly #open = new Set<Promise<unknown>>();
  readonly #limit = pLimit(atOnce);

  /** Does it when its turn has come, so that a burst neither takes every connection nor holds up the acks behind it. */
  inTurn(work: () => Promise<void>): Promise<void> {
    return this.#limit(work);
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
