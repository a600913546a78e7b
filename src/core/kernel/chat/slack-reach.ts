/** A process that calls Slack no more knows nothing of it: a failure counts for so long. The longest wait between two tries is 5 minutes. */
const failedForMs = 10 * 60_000;

/** Whether this process reaches Slack, and Slack takes its token. */
export class SlackReach {
  readonly #now: () => number;
  readonly #watches: (() => boolean)[] = [];
  #failedAt = -Infinity;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** What came of a call. */
  told(reached: boolean): void {
    this.#failedAt = reached ? -Infinity : this.#now();
  }

  /** Whoever looks at Slack all the time as well, as a bot does, says whether all is well. */
  alsoBy(isWell: () => boolean): void {
    this.#watches.push(isWell);
  }

  isUp(): boolean {
    return this.#now() - this.#failedAt > failedForMs && this.#watches.every((isWell) => isWell());
  }
}
