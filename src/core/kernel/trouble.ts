/** Something outside did not do what was asked. `passing` says whether trying again can help. */
export class Trouble extends Error {
  override readonly name = "Trouble";
  readonly passing: boolean;
  /** A stable word to decide by, such as Slack's `is_archived` or SMTP's `550`. */
  readonly reason: string;
  /** How long the other side asked to be left alone. */
  readonly retryAfterMs: number | undefined;
  /**
   * Of a mail, whom the refusal is about: this `recipient` alone, or our `sender`, so that every other mail would be refused
   * as well. What our sender is refused is held and goes on later: see `nextTry`.
   */
  readonly concerns: "recipient" | "sender" | undefined;

  constructor(sentence: string, { passing, reason, retryAfterMs, concerns, cause }: TroubleOptions) {
    super(sentence, { cause });
    this.passing = passing;
    this.reason = reason;
    this.retryAfterMs = retryAfterMs;
    this.concerns = concerns;
  }
}

interface TroubleOptions {
  passing: boolean;
  reason: string;
  retryAfterMs?: number;
  concerns?: "recipient" | "sender";
  cause?: unknown;
}
