import { shorten } from "../chat/mrkdwn.ts";
import { DomainError } from "../errors.ts";

const how = "Write it like 2026-12-01 18:00, 18:00 or tomorrow 9:00.";
const zoneName = /^(?:[a-z]{2,3}t|z|utc.+|gmt.*|[+-]\d{1,2}:?\d{0,2}|[a-z_]+\/[a-z_/+-]+)$/;
const notZones = new Set(["next", "last", "sat", "oct", "sept"]);

/** The words of a moment, taken one by one from the front, and what to say where one of them does not fit. */
export class MomentWords {
  readonly #left: string[];
  readonly #field: string | undefined;
  #taken = "";

  constructor(text: string, field: string | undefined) {
    this.#field = field;
    this.#left = text
      .toLowerCase()
      .replace(/(\d{4}-\d{1,2}-\d{1,2})t(?=\d)/u, "$1 ")
      .replace(/(:\d{2})z\b/u, "$1 utc")
      .split(/[\s,]+/u)
      .filter((word) => word !== "" && word !== "at" && word !== "on");
    if (this.#left.length === 0)
      throw new DomainError("invalid", `The date and time are missing. ${how}`, field);
  }

  get next(): string | undefined {
    return this.#left[0];
  }

  /** The word after the next. */
  get second(): string | undefined {
    return this.#left[1];
  }

  take(count = 1): string {
    this.#taken = this.#left.splice(0, count).join(" ");
    return this.#taken;
  }

  /** Whether UTC is said at the end. Any other zone is refused: which one is meant is known. */
  takeUtc(timeZone: string): boolean {
    const last = this.#left.at(-1) ?? "";
    if (last === "utc") return this.#left.pop() !== undefined;
    if (zoneName.test(last) && !notZones.has(last))
      throw this.fault(
        last,
        `is not needed: times are read in ${timeZone}, as Slack tells it, or in UTC where you say so`,
      );
    return false;
  }

  /** About what was taken last. */
  tooMany(): DomainError {
    return this.fault(this.#taken, "is a word too many here");
  }

  fault(word: string, why: string): DomainError {
    return new DomainError("invalid", `“${shorten(word, 60)}” ${why}. ${how}`, this.#field);
  }
}
