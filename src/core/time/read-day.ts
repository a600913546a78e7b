import { Temporal } from "temporal-polyfill";
import type { MomentWords } from "./moment-tokens.ts";

const weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const months = "january february march april may june july august september october november december".split(
  " ",
);

/** A day at the front of the words, seen from today. Throws invalid where there is none, or none that is meant for sure. */
export function readDay(words: MomentWords, today: Temporal.PlainDate): Temporal.PlainDate {
  const { next = "", second = "" } = words;
  if (next === "today" || next === "tomorrow") {
    words.take();
    return next === "today" ? today : today.add({ days: 1 });
  }
  if (/^\d{4}-\d{1,2}-\d{1,2}$/.test(next)) return isoDay(words, words.take());
  const weekday = indexOf(weekdays, next);
  if (weekday !== -1) return comingWeekday(words, today, weekday);
  if (next === "next" || next === "this")
    throw words.fault(`${next} ${second}`.trim(), "may be read in two ways");
  if (/^\d{1,2}\.\d{2}$/.test(next))
    throw words.fault(next, `may be a time or a day: for a time write ${next.replace(".", ":")}`);
  if (/^\d{1,4}[/.]\d{1,2}([/.]\d{0,4})?$/.test(next))
    throw words.fault(next, "may be a day and a month or a month and a day");
  const dayFirst = dayNumber(next) !== undefined && indexOf(months, second) !== -1;
  const monthFirst = indexOf(months, next) !== -1 && dayNumber(second) !== undefined;
  if (dayFirst || monthFirst) return dayOfMonth(words, today, dayFirst);
  if (/^\d{1,2}$/.test(next)) throw words.fault(next, `is not a time of day: write ${next}:00`);
  throw words.fault(next, "is neither a day nor a time");
}

function isoDay(words: MomentWords, typed: string): Temporal.PlainDate {
  const [year = 0, month = 0, day = 0] = typed.split("-").map(Number);
  return existing(words, typed, { year, month, day });
}

function existing(words: MomentWords, typed: string, date: Record<"year" | "month" | "day", number>) {
  try {
    return Temporal.PlainDate.from(date, { overflow: "reject" });
  } catch {
    throw words.fault(typed, "is not a day of the calendar");
  }
}

function comingWeekday(words: MomentWords, today: Temporal.PlainDate, weekday: number): Temporal.PlainDate {
  const typed = words.take();
  const days = (weekday + 1 - today.dayOfWeek + 7) % 7;
  if (days === 0) throw words.fault(typed, "is today: say today, or write the date");
  return today.add({ days });
}

function dayOfMonth(words: MomentWords, today: Temporal.PlainDate, dayFirst: boolean): Temporal.PlainDate {
  const pair = words.take(2);
  const [first = "", second = ""] = pair.split(" ");
  const day = dayNumber(dayFirst ? first : second) ?? 0;
  const month = indexOf(months, dayFirst ? second : first) + 1;
  if (/^\d{4}$/.test(words.next ?? "")) {
    const year = words.take();
    return existing(words, `${pair} ${year}`, { year: Number(year), month, day });
  }
  const thisYear = existing(words, pair, { year: today.year, month, day });
  return Temporal.PlainDate.compare(thisYear, today) < 0 ? thisYear.add({ years: 1 }) : thisYear;
}

/** By the whole name, or its first three letters. */
function indexOf(names: string[], typed: string): number {
  const word = typed.replace(/\.$/, "");
  return names.findIndex(
    (name) => name === word || name.slice(0, 3) === word || (word === "sept" && name === "september"),
  );
}

function dayNumber(typed: string): number | undefined {
  const [, day] = /^(\d{1,2})(?:st|nd|rd|th|\.)?$/.exec(typed) ?? [];
  return day === undefined ? undefined : Number(day);
}
