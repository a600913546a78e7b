import { z } from "zod";
import { moment } from "../text/moment-words.ts";
import { oneLine } from "../text/one-line.ts";

/** Why somebody suspends or resumes, in their words. */
export const reason = z
  .string()
  .trim()
  .max(300, "Use at most 300 characters for the reason.")
  .regex(/^(?:\P{Cc}|[\n\r\t])*$/u, "Leave out control characters.")
  .nullish()
  .transform((typed) => oneLine(typed ?? "") || null);

interface Suspended {
  suspendedAt: Date | null;
  suspendedBecause: string | null;
}

/** "suspended since …: unpaid invoice", or nothing. */
export function suspensionWords({ suspendedAt, suspendedBecause }: Suspended): string {
  if (!suspendedAt) return "";
  return `suspended since ${moment(suspendedAt)}${because(suspendedBecause)}`;
}

export function because(why: string | null): string {
  return why ? `: ${oneLine(why)}` : "";
}

/** The same at the end of a sentence, with one stop. */
export function becauseAtEnd(why: string | null): string {
  const words = because(why);
  return /[.!?…]$/u.test(words) ? words : `${words}.`;
}
