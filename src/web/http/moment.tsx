const format = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short", timeZone: "UTC" });

/** A time of day that reads the same to everybody. */
export function Moment({ at }: { at: Date }) {
  return <time datetime={at.toISOString()}>{format.format(at)} UTC</time>;
}
