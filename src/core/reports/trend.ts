import { after, days } from "../clock.ts";
import { uuidFloor } from "../uuid.ts";
import { type Count, countUpTo, countWords } from "./count.ts";

/** How many came to be in the last days, and in as many days before. */
export interface Trend {
  days: number;
  now: Count;
  before: Count;
}

/** Rows of a time, by their id: an index has these, and not when they were made. */
export interface MadeBetween {
  id: { gte: string; lt: string };
}

type CountRows = (where: MadeBetween, take: number) => Promise<number>;

/** The last 7 and the last 30 days. */
export function trends(now: Date, count: CountRows): Promise<Trend[]> {
  return Promise.all([7, 30].map((length) => trend(now, length, count)));
}

async function trend(now: Date, length: number, count: CountRows): Promise<Trend> {
  const [start, middle] = [after(now, -2 * days(length)), after(now, -days(length))];
  const [latest, before] = await Promise.all([
    countUpTo((take) => count(madeBetween(middle, now), take)),
    countUpTo((take) => count(madeBetween(start, middle), take)),
  ]);
  return { days: length, now: latest, before };
}

/** Without what was made at the very end. */
export function madeBetween(from: Date, to: Date): MadeBetween {
  return { id: { gte: uuidFloor(from), lt: uuidFloor(to) } };
}

/** "last 7 days: 12 new, 3 more than in the 7 days before". */
export function trendWords({ days: length, now, before }: Trend, what: string): string {
  return `last ${length} days: ${countWords(now)} ${what}, ${changeWords(now, before)} the ${length} days before`;
}

function changeWords(now: Count, before: Count): string {
  if (now.is === "more" || before.is === "more") return `after ${countWords(before)} in`;
  const change = now.number - before.number;
  if (change === 0) return "as many as in";
  return `${Math.abs(change).toLocaleString("en-GB")} ${change > 0 ? "more" : "fewer"} than in`;
}
