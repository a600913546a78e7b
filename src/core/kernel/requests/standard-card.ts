import type { Card, RichText } from "../chat/chat.ts";
import type { App } from "../../context.ts";
import type { CardContent, RequestRow } from "./request-kind.ts";
import { minutes } from "../time/clock.ts";
import { counted } from "../text/counted.ts";
import { isHeld } from "../outbox/retry-policy.ts";

export interface StandardCard {
  /** What was asked for, as a noun: "Invitation", "Removal". */
  noun: string;
  fields: Card["fields"];
  /** The title once it is done: "Access removed". */
  done: string;
  /** What it has come to, once it is done. */
  note: RichText;
}

/** The title of what waits for somebody, or ended before it was run. */
export function unfinishedTitle(noun: string, { status }: RequestRow): string | undefined {
  const ends: Partial<Record<RequestRow["status"], string>> = {
    awaitingApproval: "waits for approval",
    awaitingValues: "waits for values",
    cancelled: "cancelled",
    denied: "denied",
    expired: "expired",
  };
  const end = ends[status];
  return end && `${noun} ${end}`;
}

/** The card of a Request with one effect: queued, delayed, done or failed. */
export function standardCard(
  app: App,
  request: RequestRow,
  { noun, fields, done, note }: StandardCard,
): CardContent {
  if (request.status === "done") return { title: done, fields, note };
  const unfinished = unfinishedTitle(noun, request);
  if (unfinished) return { title: unfinished, fields, note: request.trouble ?? "Nothing was changed." };
  if (request.status === "failed") {
    const why = request.trouble ?? "The reason was not recorded.";
    return {
      title: `${noun} failed`,
      fields,
      note: `${why} Correct that, then retry in the thread or send the command again.`,
    };
  }
  const waiting = waitingNote(app, request);
  return {
    title: `${noun} ${waiting ? "delayed" : "queued"}`,
    fields,
    note: waiting ?? "Queued. It runs next.",
  };
}

/**
 * What a Request that has to be tried again says of itself. Undefined before the first trouble. A card is not redrawn each
 * second: the wait is told from a moment that is named, so that it stays true.
 */
export function waitingNote({ retryPolicy, clock }: App, request: RequestRow): RichText | undefined {
  const { attempts, trouble, notBefore } = request;
  if (attempts === 0 || !notBefore) return undefined;
  const now = clock();
  const waitMs = notBefore.getTime() - now.getTime();
  const lead = `${trouble ?? "It did not work."} At `;
  const retry = isHeld(retryPolicy, attempts)
    ? ": held, and continues automatically. Next try"
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
