import { hint } from "../../src/core/kernel/text/command-hint.ts";
import { momentMark } from "../../src/core/kernel/text/moment-words.ts";

/** Throws where something that leaves the program holds the mark of a hint or a moment that no surface has resolved. */
export function noHints(outgoing: unknown): void {
  const text = typeof outgoing === "string" ? outgoing : (JSON.stringify(outgoing) ?? "");
  const at = Math.max(text.indexOf(hint()), text.indexOf(momentMark));
  if (at !== -1)
    throw new Error(`A hint or a moment was not resolved: ${text.slice(Math.max(0, at - 80), at + 80)}`);
}
