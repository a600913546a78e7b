import type { Words } from "../chat/card.ts";
import type { App } from "../context.ts";
import type { RequestRow } from "./request-kind.ts";

/** What a Request that has to be tried again says of itself. Undefined before the first trouble. */
export function waitingNote({ retryPolicy }: App, request: RequestRow): Words | undefined {
  const { attempts, trouble, nextAttemptAt } = request;
  if (attempts === 0 || !nextAttemptAt) return undefined;
  const count = `Retry ${attempts} of ${retryPolicy.retries} at `;
  return [`${trouble ?? "It did not work."} ${count}`, { time: nextAttemptAt }, "."];
}
