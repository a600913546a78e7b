import { days, minutes } from "../clock.ts";

/** How short and how long a temporary grant may be, and how long before its end its thread is asked about it. */
export const grantBounds = { leastMs: minutes(15), mostMs: days(90), offerMs: minutes(15) };

/** When the thread is asked: of a short grant, no earlier than half of it. */
export function offerAt({ startsAt, endsAt }: { startsAt: Date; endsAt: Date }): Date {
  const length = endsAt.getTime() - startsAt.getTime();
  return new Date(endsAt.getTime() - Math.min(grantBounds.offerMs, length / 2));
}
