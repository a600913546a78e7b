import { approvalWords } from "./approval-words.ts";
import type { Confirmed } from "./confirm-request.ts";
import type { Plan } from "./plan.ts";
import type { Submitted } from "./submit-request.ts";

/** What the requester is told at once: no more than is known. */
export function submittedWords(submitted: Submitted): string {
  const { plan, asked, awaitsApproval, awaitsValues, queued, repeated } = submitted;
  if (repeated) return "This was taken already. Nothing was added; watch its card.";
  if (asked) return planWords(plan, "This would be done:");
  if (awaitsValues)
    return `Recorded: ${plan.what}. It goes on when you have given the values, on a page: the button “Enter the values” of its card gets you, alone, the link.`;
  return onItsWayWords(plan.what, { awaitsApproval, queued });
}

export function onItsWayWords(what: string, { awaitsApproval, queued }: Confirmed): string {
  return awaitsApproval ? sentWords(`: ${what}`, queued) : queuedWords(what, queued);
}

function sentWords(what: string, queued: boolean): string {
  return queued
    ? `Sent for approval${what}. Its thread shows who can approve.`
    : `Recorded, to be approved${what}. The queue cannot be reached at the moment; those who can approve are told when it is back.`;
}

export function queuedWords(what: string, queued: boolean): string {
  return queued
    ? `Queued: ${what}. Its card shows what becomes of it.`
    : `Recorded: ${what}. The queue cannot be reached at the moment; it will run when the queue is back.`;
}

/** A plan, line by line. */
export function planWords({ effects, warnings, approval }: Plan, lead: string): string {
  return [
    lead,
    ...effects.map((line) => `• ${line}`),
    ...warnings.map((line) => `⚠ ${line}`),
    ...(approval ? [`✋ Before it is done it needs ${approvalWords(approval)}.`] : []),
  ].join("\n");
}

export function confirmedWords({ awaitsApproval, queued }: Confirmed): string {
  if (awaitsApproval) return sentWords("", queued);
  return queued
    ? "Queued. Its card shows what becomes of it."
    : "Recorded. The queue cannot be reached at the moment; it will run when the queue is back.";
}
