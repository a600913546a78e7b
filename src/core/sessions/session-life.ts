import { after, hours, minutes } from "../clock.ts";

/** How long a session lasts without being used, and in all. */
const idleMs = hours(1);
const wholeMs = hours(12);
/** One that began with a sign-in link, which is handed on to act once. */
const linkedMs = hours(2);

/** So seldom is it written down that a session was used. */
export const seenEveryMs = minutes(1);

export function sessionEnd(now: Date, linked: boolean): Date {
  return after(now, linked ? linkedMs : wholeMs);
}

/** Which sessions are over at a moment, as a condition of a query. */
export function over(now: Date) {
  return { OR: [{ expiresAt: { lte: now } }, { seenAt: { lte: after(now, -idleMs) } }] };
}
