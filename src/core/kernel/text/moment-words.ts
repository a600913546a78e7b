const format = new Intl.DateTimeFormat("en-GB", {
  timeZone: "UTC",
  weekday: "short",
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});

/** A moment where nobody's zone is known: "Mon, 30 Nov 2026, 08:25 UTC", in the one form that all texts have. */
export function momentWords(time: Date): string {
  return `${format.format(time)} UTC`;
}
