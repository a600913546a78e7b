import { localMomentWords } from "../time/local-moment-words.ts";
import type { Standing } from "./level.ts";

/** A level with its end, as somebody in this zone reads it. */
export function standingWords({ level, until }: Standing, timeZone: string): string {
  return until ? `${level} until ${localMomentWords(until, timeZone)}` : level;
}
