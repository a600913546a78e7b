import { counted } from "../text/counted.ts";

const units = [
  ["day", 1440],
  ["hour", 60],
  ["minute", 1],
] as const;

/** A length of time in whole minutes: "2 days", "1 hour 30 minutes". */
export function durationWords(minutes: number): string {
  let left = minutes;
  const parts = units.flatMap(([unit, size]) => {
    const count = Math.floor(left / size);
    left -= count * size;
    return count > 0 ? [counted(count, unit)] : [];
  });
  return parts.join(" ") || "0 minutes";
}
