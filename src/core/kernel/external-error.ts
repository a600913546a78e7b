/** Something outside did not do what was asked. `retryable` says whether trying again can help. */
export class ExternalError extends Error {
  override readonly name = "ExternalError";
  readonly retryable: boolean;
  /** A stable word to decide by, such as Slack's `is_archived` or SMTP's `550`. */
  readonly reason: string;
  /** How long the other side asked to be left alone. */
  readonly retryAfterMs: number | undefined;
  /**
   * Of a mail, whom the refusal is about: this `recipient` alone, or our `sender`, so that every other mail would be refused
   * as well. What our sender is refused is held and goes on later: see `nextTry`.
   */
  readonly concerns: "recipient" | "sender" | undefined;

  constructor(sentence: string, { retryable, reason, retryAfterMs, concerns, cause }: TroubleOptions) {
    super(sentence, { cause });
    this.retryable = retryable;
    this.reason = reason;
    this.retryAfterMs = retryAfterMs;
    this.concerns = concerns;
  }
}

interface TroubleOptions {
  retryable: boolean;
  reason: string;
  retryAfterMs?: number;
  concerns?: "recipient" | "sender";
  cause?: unknown;
}
