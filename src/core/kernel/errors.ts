/** What the person must act on. Each surface maps the code once: Slack sentence, HTTP status, job without retry. */
export type DomainErrorCode = "invalid" | "forbidden" | "not-found" | "conflict" | "expired";

export class DomainError extends Error {
  override readonly name = "DomainError";
  readonly code: DomainErrorCode;
  /** The input field that is wrong, where there is one. */
  readonly field: string | undefined;

  constructor(code: DomainErrorCode, sentence: string, field?: string) {
    super(sentence);
    this.code = code;
    this.field = field;
  }
}

/** What people have to approve in the chat: an application cannot wait for them. */
export class ApprovalNeeded extends DomainError {
  constructor(sentence: string) {
    super("forbidden", sentence);
  }
}

/** A state the program itself rules out: never shown, always logged. */
export function unreachable(what: string): never {
  throw new Error(`Unreachable: ${what}`);
}
