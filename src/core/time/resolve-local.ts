import { Temporal } from "temporal-polyfill";

export interface Resolved {
  at: Date;
  /** Said where the clocks' change made the time none or two: a sentence. */
  note?: string;
}

/**
 * The moment at which a clock on the wall shows this. Where the clocks go forward past it, the time as much later; where it
 * comes twice, the first that is still ahead. Either is said.
 */
export function resolveLocal(local: Temporal.PlainDateTime, timeZone: string, now: Date): Resolved {
  const earlier = local.toZonedDateTime(timeZone, { disambiguation: "earlier" });
  const later = local.toZonedDateTime(timeZone, { disambiguation: "later" });
  if (earlier.epochMilliseconds === later.epochMilliseconds) return { at: dateOf(earlier) };
  const [time, date] = [clockWords(local), dayWords(local)];
  if (!earlier.toPlainDateTime().equals(local))
    return {
      at: dateOf(later),
      note: `${time} does not exist on ${date} in ${timeZone}, where the clocks go forward: ${clockWords(later)} is meant.`,
    };
  const first = dateOf(earlier) > now;
  return {
    at: dateOf(first ? earlier : later),
    note: `${time} comes twice on ${date} in ${timeZone}, where the clocks go back: the ${first ? "first" : "second"} is meant.`,
  };
}

const dateOf = ({ epochMilliseconds }: Temporal.ZonedDateTime) => new Date(epochMilliseconds);
const dayWords = (at: Temporal.PlainDateTime) => at.toPlainDate().toString();

export function clockWords({ hour, minute }: { hour: number; minute: number }): string {
  return `${hour}:${String(minute).padStart(2, "0")}`;
}
