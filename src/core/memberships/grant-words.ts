import { durationWords } from "../time/duration-words.ts";
import { localMomentWords } from "../time/local-moment-words.ts";
import type { GrantAdministratorInput } from "./grant-administrator-input.ts";
import type { Standing } from "./level.ts";

export type GrantChange = "granted" | "lengthened" | "made-permanent" | "already";

/** What a grant until `end` changes for somebody who stands so; null is one without an end. */
export function changeBy({ level, until }: Standing, end: Date | null): GrantChange {
  if (level === "Access") return "granted";
  if (until === null) return "already";
  if (end === null) return "made-permanent";
  return end > until ? "lengthened" : "already";
}

/** How long it is asked for, as somebody in this zone reads it; nothing where it has no end. */
export function howLongWords({ forMinutes, until }: GrantAdministratorInput, zone: string): string {
  if (forMinutes !== undefined) return `for ${durationWords(forMinutes)}`;
  return until === undefined ? "" : `until ${localMomentWords(new Date(until), zone)}`;
}

interface Planned {
  who: string;
  where: string;
  standing: Standing;
  end: Date | null;
  length: string;
  zone: string;
}

/** What a grant would do, told before it is done. */
export function grantEffect({ who, where, standing, end, length, zone }: Planned): string {
  const now = standing.until ? `until ${localMomentWords(standing.until, zone)}` : "";
  const since = length.startsWith("for ") ? `${length} from when it is granted` : length;
  const effects: Record<GrantChange, string> = {
    granted: `${who} goes from Access to Administrator on ${where}${since && `, ${since}`}. Sub-accounts stay as they are.`,
    lengthened: `${who}, Administrator of ${where} ${now}, stays it ${since}.`,
    "made-permanent": `${who}, Administrator of ${where} ${now}, stays it without an end.`,
    already: length
      ? `${who} is Administrator of ${where} already, ${now || "without an end"}, and this would end before: nothing would change.`
      : `${who} is Administrator of ${where} already: nothing would change.`,
  };
  return effects[changeBy(standing, end)];
}
