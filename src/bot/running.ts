/** What goes on after the ack, so that a stop can wait for it. */
export class Running {
  readonly #open = new Set<Promise<unknown>>();

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
