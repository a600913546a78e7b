import { ExternalError } from "./external-error.ts";

interface Limits {
  /** So many are let in at once. */
  atMost: number;
  /** For so long others wait for their turn, and hold nothing. */
  waitMs: number;
  /** So many may wait; whoever comes then is refused at once. */
  waitingAtMost: number;
}

/** Lets in so many at once, and the others in the order in which they came. Who waits too long is refused. */
export class Turnstile {
  readonly #limits: Limits;
  readonly #waiting: (() => void)[] = [];
  #inside = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** Whether nobody is inside, or waits. */
  get isIdle(): boolean {
    return this.#inside === 0 && this.#waiting.length === 0;
  }

  /** Returns what lets the next one in; to be called once. Throws a retryable ExternalError. */
  async enter(): Promise<() => void> {
    const { atMost, waitMs, waitingAtMost } = this.#limits;
    if (this.#inside >= atMost) {
      if (this.#waiting.length >= waitingAtMost) throw tooBusy();
      await this.#turn(waitMs);
    } else this.#inside += 1;
    return () => this.#leave();
  }

  /** Whoever leaves hands their place to the first who waits. */
  #leave(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#inside -= 1;
  }

  async #turn(waitMs: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const go = () => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(go), 1);
        reject(tooBusy());
      }, waitMs);
      this.#waiting.push(go);
    });
  }
}

const tooBusy = () =>
  new ExternalError("Too many calls that are done once at most are being worked on.", {
    retryable: true,
    reason: "busy",
  });
