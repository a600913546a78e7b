import { LRUCache } from "lru-cache";

const asked = new LRUCache<string, { zone: string | undefined }>({ max: 1_000 });

/** The zone that this IANA name stands for. Undefined for a name that this program does not know. */
export function knownTimeZone(name: string | null | undefined): string | undefined {
  if (!name) return undefined;
  const known = asked.get(name);
  if (known) return known.zone;
  const zone = lookUp(name);
  asked.set(name, { zone });
  return zone;
}

/** Takes about a millisecond. */
function lookUp(name: string): string | undefined {
  try {
    return new Intl.DateTimeFormat("en-GB", { timeZone: name }).resolvedOptions().timeZone && name;
  } catch {
    return undefined;
  }
}

/** In which zone somebody reads and writes times; UTC for whom the chat has not told. */
export const zoneOf = ({ timeZone }: { timeZone: string | null }): string => knownTimeZone(timeZone) ?? "UTC";
