const formats: Record<string, Intl.DateTimeFormatOptions | undefined> = {
  date: { year: "numeric", month: "long", day: "numeric" },
  date_num: { year: "numeric", month: "2-digit", day: "2-digit" },
  date_slash: { year: "numeric", month: "2-digit", day: "2-digit" },
  date_short: { year: "numeric", month: "short", day: "numeric" },
  date_long: { weekday: "long", year: "numeric", month: "long", day: "numeric" },
  time: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  time_secs: { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" },
  day_divider_pretty: { weekday: "long", month: "long", day: "numeric" },
};

/** A date of Slack's markup in this zone, its `_pretty` words included; undefined where it asks for a form that is not known. */
export function writeDate(seconds: number, format: string, timeZone: string): string | undefined {
  if (Number.isNaN(seconds)) return undefined;
  const at = new Date(seconds * 1000);
  let known = true;
  const written = format.replace(/\{(\w+)\}/gu, (_whole, name: string) => {
    if (name === "ago") return ago(at);
    const plain = name.replace(/_pretty$/u, "");
    const options = formats[name] ?? formats[plain];
    if (!options) {
      known = false;
      return "";
    }
    return (
      (name.endsWith("_pretty") && nearDay(at, timeZone)) || formatIn(timeZone, name, options).format(at)
    );
  });
  return known ? written : undefined;
}

/** Today, yesterday or tomorrow, as people in this zone count. */
export function nearDay(at: Date, timeZone: string): string | undefined {
  const day = (when: Date): string => formatIn(timeZone, "iso", {}, "en-CA").format(when);
  const days = (Date.parse(day(at)) - Date.parse(day(new Date()))) / 86_400_000;
  return { [-1]: "yesterday", 0: "today", 1: "tomorrow" }[days];
}

function ago(at: Date): string {
  const minutes = Math.round((at.getTime() - Date.now()) / 60_000);
  const words = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
  if (Math.abs(minutes) < 60) return words.format(minutes, "minute");
  if (Math.abs(minutes) < 2880) return words.format(Math.round(minutes / 60), "hour");
  return words.format(Math.round(minutes / 1440), "day");
}

// Making a format takes longer than using it a hundred times, and every message is dated.
const written = new Map<string, Intl.DateTimeFormat>();

function formatIn(
  timeZone: string,
  name: string,
  options: Intl.DateTimeFormatOptions,
  locale = "en-GB",
): Intl.DateTimeFormat {
  const key = `${timeZone}/${name}`;
  const known = written.get(key) ?? new Intl.DateTimeFormat(locale, { ...options, timeZone });
  written.set(key, known);
  return known;
}

/** When a message came, for the place beside its author. */
export function clockTime(ts: string, timeZone: string): string {
  return formatIn(timeZone, "clock", { hour: "2-digit", minute: "2-digit" }).format(Number(ts) * 1000);
}

/** A moment to the millisecond. */
export function exactTime(ms: number, timeZone: string): string {
  const parts = { hour: "2-digit", minute: "2-digit", second: "2-digit", fractionalSecondDigits: 3 } as const;
  return formatIn(timeZone, "exact", parts).format(ms);
}

// Every zone begins its days at a quarter of an hour: what was written for one moment of it holds for all.
const quarterSeconds = 900;
const days = new Map<string, string>();

function writtenDay(seconds: number, timeZone: string): string {
  const key = `${timeZone}/${Math.floor(seconds / quarterSeconds)}`;
  const options = { weekday: "long", month: "long", day: "numeric" } as const;
  const day = days.get(key) ?? formatIn(timeZone, "day", options).format(seconds * 1000);
  days.set(key, day);
  return day;
}

/** The day that a message came on, as the line above it names it. */
export function dayOf(ts: string, timeZone: string): string {
  const day = writtenDay(Number(ts), timeZone);
  return day === today(timeZone) ? "Today" : day;
}

/** Today's date there, as `dayOf` would write it tomorrow. */
export const today = (timeZone: string): string => writtenDay(Date.now() / 1000, timeZone);
