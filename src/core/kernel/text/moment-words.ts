import { LRUCache } from "lru-cache";

/** A day and a time in a zone, and how far the zone is from UTC then. Made once a zone: that takes about a millisecond. */
const formats = new LRUCache<string, Intl.DateTimeFormat>({ max: 1_000 });

function formatIn(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZoneName: "shortOffset",
  });
  formats.set(timeZone, format);
  return format;
}

/**
 * A moment in the one form that all texts have, with its zone and how far that is from UTC then, so that it is one moment
 * also where the clocks go back: "Mon, 30 Nov 2026, 14:05 Berlin time (UTC+1)", "Mon, 30 Nov 2026, 13:05 UTC".
 */
export function momentWords(time: Date, timeZone = "UTC"): string {
  const parts = formatIn(timeZone).formatToParts(time);
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.find((part) => part.type === type)?.value ?? "";
  const day = `${of("weekday")}, ${of("day")} ${of("month")} ${of("year")}`;
  const offset = of("timeZoneName").replace(/^GMT(?:\+0$)?/u, "UTC");
  return `${day}, ${of("hour")}:${of("minute")} ${zoneWords(timeZone, offset)}`;
}

/** By the place that it is named after, which is what people know; zones like "Etc/GMT+5" and "EST" are named after none. */
function zoneWords(timeZone: string, offset: string): string {
  const place = timeZone.startsWith("Etc/") ? "" : /\/([^/]+)$/u.exec(timeZone)?.[1];
  return place ? `${place.replaceAll("_", " ")} time (${offset})` : offset;
}

/** Begins and ends what stands for a moment. Unicode keeps this code point for use inside a program. */
export const momentMark = "\uFDD1";

/**
 * Stands for a moment in a sentence of the domain, also where that is kept in a row, as `hint` stands for a command: each
 * surface writes it in its own form where its text goes out.
 */
export const moment = (time: Date): string => `${momentMark}${time.getTime()}${momentMark}`;

// What is left of one that was cut off is dropped.
const marked = new RegExp(`${momentMark}(?:(-?\\d{1,16})${momentMark}|-?\\d*)`, "gu");

/** A sentence with each of its moments written so. */
export function writeMoments(text: string, write: (time: Date) => string): string {
  return text.replace(marked, (_, ms?: string) => (ms === undefined ? "" : write(new Date(Number(ms)))));
}

/** The same in pieces, for what is written as data. */
export function splitAtMoments(text: string): (string | Date)[] {
  const pieces: (string | Date)[] = [];
  let at = 0;
  for (const match of text.matchAll(marked)) {
    pieces.push(text.slice(at, match.index), ...(match[1] === undefined ? [] : [new Date(Number(match[1]))]));
    at = match.index + match[0].length;
  }
  return [...pieces, text.slice(at)].filter((piece) => piece !== "");
}
