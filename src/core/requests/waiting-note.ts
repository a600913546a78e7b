import type { Words } from "../chat/card.ts";
import { minutes } from "../clock.ts";
import type { App } from "../context.ts";
import { counted } from "../text/counted.ts";
import type { RequestRow } from "./request-kind.ts";
import { isHeld } from "./retry-policy.ts";

/**
 * What a Request that has to be tried again says of itself. Undefined before the first trouble. A card is not redrawn each
 * second: the wait is told from a moment that is named, so that it stays true.
 */
export function waitingNote({ retryPolicy, clock }: App, request: RequestRow): Words | undefined {
  const { attempts, trouble, notBefore } = request;
  if (attempts === 0 || !notBefore) return undefined;
  const now = clock();
  const waitMs = notBefore.getTime() - now.getTime();
  const lead = `${trouble ?? "It did not work."} At `;
  const retry = isHeld(retryPolicy, attempts)
    ? ": held, and goes on by itself. Next try"
    : `: retry ${attempts} of ${retryPolicy.retries}`;
  const at = { time: now, toTheSecond: true };
  if (waitMs < 1000) return [lead, at, `${retry} now.`];
  return [lead, at, `${retry} in ${waitWords(waitMs)}, at `, { time: notBefore, toTheSecond: true }, "."];
}

function waitWords(ms: number): string {
  return ms < minutes(2)
    ? `${Math.round(ms / 1000)} s`
    : `about ${counted(Math.round(ms / minutes(1)), "minute")}`;
}
