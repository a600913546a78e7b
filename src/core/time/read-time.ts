import { Temporal } from "temporal-polyfill";
import type { MomentWords } from "./moment-tokens.ts";

const pattern = /^(\d{1,2})(?::(\d{2}))?(am|pm)?$/;

/** A time of day at the front of the words. Undefined, with nothing taken, where there is none. */
export function readTime(words: MomentWords): Temporal.PlainTime | undefined {
  const { next = "", second = "" } = words;
  if (next === "noon") {
    words.take();
    return Temporal.PlainTime.from("12:00");
  }
  if (next === "midnight") throw words.fault(next, "begins a day and ends one: write 0:00 and the day");
  const half = second === "am" || second === "pm" ? second : "";
  const found = pattern.exec(next + half);
  const [, hours = "", minutes, ampm] = found ?? [];
  // A bare number may be a day of the month: that is for the day to say.
  if (!found || (minutes === undefined && !ampm)) return undefined;
  const typed = words.take(half ? 2 : 1);
  const [hour, minute] = [hourOf(Number(hours), ampm), Number(minutes ?? 0)];
  if (hour === undefined || hour > 23 || minute > 59) throw words.fault(typed, "is not a time of day");
  return new Temporal.PlainTime(hour, minute);
}

function hourOf(hour: number, ampm: string | undefined): number | undefined {
  if (!ampm) return hour;
  if (hour < 1 || hour > 12) return undefined;
  return (hour % 12) + (ampm === "pm" ? 12 : 0);
}
