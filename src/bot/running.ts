import pLimit from "p-limit";

/**
 * Fewer than there are connections to the database: the rest waits here, where a wait is no error. More than a few, since a
 * form has to open within three seconds, whatever slow commands are under way.
 */
const atOnce = 8;

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
