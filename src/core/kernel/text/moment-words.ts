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
  `${wordsIn(timeZone, time)} (${timeZone})`;
