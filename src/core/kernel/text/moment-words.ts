const formats = new Map<string, Intl.DateTimeFormat>();

/** In the one form that all texts have. */
function wordsIn(timeZone: string, time: Date): string {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat("en-GB", {
      timeZone,
      weekday: "short",
      day: "numeric",
      month: "short",
      year: "numeric",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    });
  formats.set(timeZone, format);
  return format.format(time);
}

/** A moment where nobody's zone is known: "Mon, 30 Nov 2026, 08:25 UTC". */
export const momentWords = (time: Date): string => `${wordsIn("UTC", time)} UTC`;

/** A moment as somebody in this zone reads it, where Slack cannot show it in the reader's own: "Tue, 1 Dec 2026, 18:00 (Europe/London)". */
export const localMomentWords = (time: Date, timeZone: string): string =>
  timeZone === "UTC" ? momentWords(time) : `${wordsIn(timeZone, time)} (${timeZone})`;

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
