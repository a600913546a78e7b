/** Something outside did not do what was asked. `passing` says whether trying again can help. */
export class Trouble extends Error {
  override readonly name = "Trouble";
  readonly passing: boolean;
  /** A stable word to decide by, such as Slack's `is_archived` or SMTP's `550`. */
  readonly reason: string;
  /** How long the other side asked to be left alone. */
  readonly retryAfterMs: number | undefined;

  constructor(sentence: string, { passing, reason, retryAfterMs, cause }: TroubleOptions) {
    super(sentence, { cause });
    this.passing = passing;
    this.reason = reason;
    this.retryAfterMs = retryAfterMs;
  }
}

interface TroubleOptions {
  passing: boolean;
  reason: string;
  retryAfterMs?: number;
  cause?: unknown;
}
