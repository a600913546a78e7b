/** What the person must act on. Each surface maps the code once: Slack sentence, HTTP status, job without retry. */
export type DomainErrorCode = "invalid" | "forbidden" | "not-found" | "conflict" | "expired";

/** One thing that is wrong with an input: a sentence, and the field where there is one. */
export interface Fault {
  sentence: string;
  field?: string | undefined;
}

export class DomainError extends Error {
  override readonly name = "DomainError";
  readonly code: DomainErrorCode;
  /** The input field that is wrong, where there is one. */
  readonly field: string | undefined;
  /** What else is wrong with the same input, for programs that read more than one sentence. */
  readonly others: readonly Fault[];

  constructor(code: DomainErrorCode, sentence: string, field?: string, others: readonly Fault[] = []) {
    super(sentence);
    this.code = code;
    this.field = field;
    this.others = others;
  }
}

/** Throws invalid where there are faults: the first as its sentence, and the others with it. */
export function refuseFaults([first, ...others]: Fault[]): void {
  if (first) throw new DomainError("invalid", first.sentence, first.field, others);
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
