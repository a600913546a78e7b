/** A moment as somebody in this zone reads it, where Slack cannot show it in the reader's own: "1 Dec 2026, 18:00 (Europe/London)". */
export function localMomentWords(time: Date, timeZone: string): string {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  return `${format.format(time)} (${timeZone})`;
}
