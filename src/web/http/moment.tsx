import { momentWords } from "../../core/kernel/text/moment-words.ts";

/** A time of day that reads the same to everybody. */
export function Moment({ at }: { at: Date }) {
  return <time datetime={at.toISOString()}>{momentWords(at)}</time>;
}
