import { Temporal } from "temporal-polyfill";
import { MomentWords } from "./moment-tokens.ts";
import { readDay } from "./read-day.ts";
import { readTime } from "./read-time.ts";
import { clockWords, resolveLocal, type Resolved } from "./resolve-local.ts";

export interface Reading {
  now: Date;
  /** In which the words are meant, unless they say UTC. */
  timeZone: string;
  /** The input field to name in an error. */
  field?: string;
}

/**
 * A moment to come, as people type it: "2026-12-01 18:00", "18:00", "tomorrow 9:00", "friday 6pm", "1 dec 18:00". What is
 * past, what may be read in two ways and what is no moment at all is refused, invalid, at the word.
 */
export function readMoment(text: string, { now, timeZone, field }: Reading): Resolved {
  const words = new MomentWords(text, field);
  const zone = words.takeUtc(timeZone) ? "UTC" : timeZone;
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone);
  let day: Temporal.PlainDate | undefined;
  let time: Temporal.PlainTime | undefined;
  while (words.next !== undefined) {
    const readsTime: Temporal.PlainTime | undefined = readTime(words);
    if (readsTime && time) throw words.tooMany();
    time = readsTime ?? time;
    if (readsTime) continue;
    const readsDay: Temporal.PlainDate = readDay(words, today.toPlainDate());
    if (day) throw words.tooMany();
    day = readsDay;
  }
  if (!time) throw words.fault(text.trim(), `needs a time of day as well, as in ${text.trim()} 18:00`);
  const resolved = resolveLocal((day ?? today.toPlainDate()).toPlainDateTime(time), zone, now);
  if (resolved.at > now) return resolved;
  if (!day) throw words.fault(text.trim(), `has passed today in ${zone}: write tomorrow ${clockWords(time)}`);
  throw words.fault(text.trim(), `has passed in ${zone}`);
}
