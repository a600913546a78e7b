/** A moment as a field of date and time takes it, in this zone. */
export function toLocal(seconds: number, timeZone: string): string {
  const written = new Date(seconds * 1000).toLocaleString("sv-SE", { timeZone });
  return written.slice(0, 16).replace(" ", "T");
}

/** The moment that a field of date and time means in this zone, in seconds; null where it is not filled in. */
export function fromLocal(local: string, timeZone: string): number | null {
  const wanted = Date.parse(`${local}:00Z`);
  if (Number.isNaN(wanted)) return null;
  // The zone's distance from UTC hangs on the moment itself: two steps end at it, beside a change of the clocks as well.
  let at = wanted;
  for (let step = 0; step < 2; step += 1) at += wanted - Date.parse(`${toLocal(at / 1000, timeZone)}:00Z`);
  return at / 1000;
}
