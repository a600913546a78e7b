import type { Standing } from "./level.ts";

/** A level with its end, as the audit keeps it. */
export function auditedStanding({ level, until }: Standing): { level: string; until?: string } {
  return { level, ...(until && { until: until.toISOString() }) };
}
