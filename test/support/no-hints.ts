import { hint } from "../../src/core/kernel/text/command-hint.ts";

/** Throws where something that leaves the program holds the mark of a hint that no surface has resolved. */
export function noHints(outgoing: unknown): void {
  const text = typeof outgoing === "string" ? outgoing : (JSON.stringify(outgoing) ?? "");
  const at = text.indexOf(hint());
  if (at !== -1) throw new Error(`A hint was not resolved: ${text.slice(Math.max(0, at - 80), at + 80)}`);
}
