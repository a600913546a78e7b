import type { RetriedRequest } from "./retry-request.ts";

/** What whoever decided is told at once. */
export function retriedWords({ awaitsApproval, queued }: RetriedRequest): string {
  if (awaitsApproval)
    return "It waits for approval before it goes on. Its thread says what it needs, and asks for it.";
  return queued
    ? "Queued once more. What was done already is not done again; its card shows what becomes of it."
    : "Recorded. The queue cannot be reached at the moment; it is tried again when the queue is back.";
}

export const cancelledWords = "Cancelled. Nothing more is done; what was done before stays as it is.";
