import type { Plan } from "./plan.ts";
import type { Submitted } from "./submit-request.ts";

/** What the requester is told at once: no more than is known. */
export function submittedWords({ plan, asked, queued, repeated }: Submitted): string {
  if (repeated) return "This was taken already. Nothing was added; watch its card.";
  if (asked) return planWords(plan, "This would be done:");
  return queuedWords(plan.what, queued);
}

export function queuedWords(what: string, queued: boolean): string {
  return queued
    ? `Queued: ${what}. Its card shows what becomes of it.`
    : `Recorded: ${what}. The queue cannot be reached at the moment; it will run when the queue is back.`;
}

/** A plan, line by line. */
export function planWords({ effects, warnings }: Plan, lead: string): string {
  return [lead, ...effects.map((line) => `• ${line}`), ...warnings.map((line) => `⚠ ${line}`)].join("\n");
}

export function confirmedWords(queued: boolean): string {
  return queued
    ? "Queued. Its card shows what becomes of it."
    : "Recorded. The queue cannot be reached at the moment; it will run when the queue is back.";
}
