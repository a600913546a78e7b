import { shorten } from "../text/mrkdwn.ts";
import { DomainError } from "../errors.ts";

const minute = 1;
const hour = 60 * minute;
const day = 24 * hour;

const unitNames: [minutes: number, names: string[]][] = [
  [minute, ["m", "min", "mins", "minute", "minutes", "minuten", "minuto", "minutos"]],
  [hour, ["h", "hr", "hrs", "hour", "hours", "std", "stunde", "stunden", "heure", "heures", "hora", "horas"]],
  [day, ["d", "day", "days", "tag", "tage", "jour", "jours", "dia", "dias", "día", "días"]],
  [
    7 * day,
    ["w", "wk", "wks", "week", "weeks", "woche", "wochen", "semaine", "semaines", "semana", "semanas"],
  ],
];
const units = new Map(unitNames.flatMap(([size, names]) => names.map((name) => [name, size] as const)));

/** As voices are written down. */
const numbers = new Map(
  "one two three four five six seven eight nine ten eleven twelve"
    .split(" ")
    .map((word, at) => [word, at + 1]),
);

const how = "Write it like 4h, 90 minutes, 1h30m or 2 days.";

/**
 * A length of time in whole minutes, as people type it: "4h", "90 minutes", "1h30m", "a week". A day has 24 hours. Throws
 * invalid, at the word that it cannot be read from.
 */
export function readDuration(words: string, field?: string): number {
  const tokens = tokensOf(words, field);
  let [total, smallest] = [0, Infinity];
  for (let at = 0; at < tokens.length; at += 2) {
    const [number = "", unit] = tokens.slice(at, at + 2);
    const count = countOf(number, field);
    if (unit === undefined) throw fault(number, `needs a unit, as in ${number}m or ${number}h`, field);
    const size = units.get(unit);
    if (size === undefined) throw unknownUnit(unit, field);
    if (size >= smallest)
      throw fault(
        `${number}${unit}`,
        "comes after a unit that is not larger: write the largest first",
        field,
      );
    total += count * size;
    smallest = size;
  }
  const whole = Math.round(total);
  if (Math.abs(total - whole) > 1e-6) throw fault(words.trim(), "is no whole number of minutes", field);
  return whole;
}

function tokensOf(words: string, field: string | undefined): string[] {
  const tokens = words
    .toLowerCase()
    .replace(/\bhalf an? (?=\p{L})/gu, "0.5 ")
    .replace(/\b(an?|\p{L}+|\d+) (\p{L}+) and a half\b/gu, (_, count: string, unit: string) => {
      const whole = /^an?$/u.test(count) ? 1 : (numbers.get(count) ?? Number(count));
      return `${whole + 0.5} ${unit}`;
    })
    .split(/[\s,]+/u)
    .filter((word) => word !== "" && word !== "and")
    .flatMap((word) => {
      const parts = word.match(/\d+(?:\.\d+)?|[a-zµí]+/gu) ?? [];
      if (parts.join("") !== word) throw fault(word, "is not a length of time", field);
      return parts;
    });
  if (tokens.length === 0) throw new DomainError("invalid", `The length of time is missing. ${how}`, field);
  return tokens;
}

function countOf(number: string, field: string | undefined): number {
  if (number === "a" || number === "an") return 1;
  const spoken = numbers.get(number);
  if (spoken !== undefined) return spoken;
  const count = Number(number);
  if (!/^\d/.test(number)) throw fault(number, "is not a length of time", field);
  if (count === 0 || count > 1_000_000) throw fault(number, "is not a length of time", field);
  return count;
}

function unknownUnit(unit: string, field: string | undefined): DomainError {
  const month = /^(mo|month|months|y|yr|year|years|quarter|quarters)$/.test(unit);
  return month
    ? fault(unit, "differs in length: write days, or until and a date", field)
    : fault(unit, "is not a unit of time", field);
}

function fault(word: string, why: string, field: string | undefined): DomainError {
  return new DomainError("invalid", `“${shorten(word, 60)}” ${why}. ${how}`, field);
}
