import { Temporal } from "temporal-polyfill";
import { shorten } from "../text/mrkdwn.ts";
import { DomainError } from "../errors.ts";

const how = "Write it like 2026-12-01 18:00, 18:00 or tomorrow 9:00.";
const zoneName = /^(?:[a-z]{2,3}t|z|utc.+|gmt.*|[+-]\d{1,2}:?\d{0,2}|[a-z_]+\/[a-z_/+-]+)$/;
const notZones = new Set(["next", "last", "sat", "oct", "sept"]);

/** The words of a moment, taken one by one from the front, and what to say where one of them does not fit. */
class MomentWords {
  readonly #left: string[];
  readonly #field: string | undefined;
  #taken = "";

  constructor(text: string, field: string | undefined) {
    this.#field = field;
    this.#left = text
      .toLowerCase()
      .replace(/(\d{4}-\d{1,2}-\d{1,2})t(?=\d)/u, "$1 ")
      .replace(/(:\d{2})z\b/u, "$1 utc")
      .split(/[\s,]+/u)
      .filter((word) => word !== "" && word !== "at" && word !== "on");
    if (this.#left.length === 0)
      throw new DomainError("invalid", `The date and time are missing. ${how}`, field);
  }

  get next(): string | undefined {
    return this.#left[0];
  }

  /** The word after the next. */
  get second(): string | undefined {
    return this.#left[1];
  }

  take(count = 1): string {
    this.#taken = this.#left.splice(0, count).join(" ");
    return this.#taken;
  }

  /** Whether UTC is said at the end. Any other zone is refused: which one is meant is known. */
  takeUtc(timeZone: string): boolean {
    const last = this.#left.at(-1) ?? "";
    if (last === "utc") return this.#left.pop() !== undefined;
    if (zoneName.test(last) && !notZones.has(last))
      throw this.fault(last, `is not needed: times are read in ${timeZone}, or in UTC where you say so`);
    return false;
  }

  /** About what was taken last. */
  tooMany(): DomainError {
    return this.fault(this.#taken, "does not belong here");
  }

  fault(word: string, why: string): DomainError {
    return new DomainError("invalid", `“${shorten(word, 60)}” ${why}. ${how}`, this.#field);
  }
}

const weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const months = "january february march april may june july august september october november december".split(
  " ",
);

/** A day at the front of the words, seen from today. Throws invalid where there is none, or none that is meant for sure. */
function readDay(words: MomentWords, today: Temporal.PlainDate): Temporal.PlainDate {
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

interface Resolved {
  at: Date;
  /** Said where the clocks' change made the time none or two: a sentence. */
  note?: string;
}

/**
 * The moment at which a clock on the wall shows this. Where the clocks go forward past it, the time as much later; where it
 * comes twice, the first that is still ahead. Either is said.
 */
function resolveLocal(local: Temporal.PlainDateTime, timeZone: string, now: Date): Resolved {
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

function clockWords({ hour, minute }: { hour: number; minute: number }): string {
  return `${hour}:${String(minute).padStart(2, "0")}`;
}

const pattern = /^(\d{1,2})(?::(\d{2}))?(am|pm)?$/;

/** A time of day at the front of the words. Undefined, with nothing taken, where there is none. */
function readTime(words: MomentWords): Temporal.PlainTime | undefined {
  const { next = "", second = "" } = words;
  if (next === "noon") {
    words.take();
    return Temporal.PlainTime.from("12:00");
  }
  if (next === "midnight")
    throw words.fault(next, "can be the start or the end of a day: write 0:00 and the day");
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
