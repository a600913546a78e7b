import { LRUCache } from "lru-cache";

const asked = new LRUCache<string, { zone: string | undefined }>({ max: 1_000 });

/** The zone that this IANA name stands for. Undefined for a name that this program does not know. */
export function knownTimeZone(name: string | null | undefined): string | undefined {
  // No name is longer, and one that nobody knows is kept too.
  if (!name || name.length > 64) return undefined;
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

/** What ICU lists under names of former days, as people write it now. */
const newNames = [
  "Africa/Asmara",
  "America/Argentina/Buenos_Aires",
  "America/Nuuk",
  "Asia/Ho_Chi_Minh",
  "Asia/Kathmandu",
  "Asia/Kolkata",
  "Asia/Yangon",
  "Atlantic/Faroe",
  "Europe/Kyiv",
  "Pacific/Chuuk",
  "Pacific/Pohnpei",
  "UTC",
];

let spellings: Map<string, string> | undefined;

/** By whole name and by place alone, in lower case; a place that is several zones' is none's. */
function spelled(): Map<string, string> {
  if (spellings) return spellings;
  spellings = new Map();
  const names = [...new Set([...Intl.supportedValuesOf("timeZone"), ...newNames])];
  for (const name of names) {
    spellings.set(name.toLowerCase(), name);
    const place = name.toLowerCase().replace(/^.*\//u, "");
    const sharers = names.filter((other) => other.toLowerCase().endsWith(`/${place}`));
    const [only] = sharers.filter((other) => newNames.includes(other)).concat(sharers);
    if (sharers.length === 1 || newNames.includes(only ?? "")) spellings.set(place, only ?? name);
  }
  return spellings;
}

/** The zone that somebody means by its IANA name in any case, or by its place alone: "europe/berlin", "new york". */
export function readTimeZone(typed: string): string | undefined {
  const words = typed.trim().toLowerCase().replace(/\s+/gu, "_");
  const listed = spelled().get(words);
  if (listed) return listed;
  // A name that is only another's alias.
  const capitals = words.replace(/^us(?=\/)|(?<![a-z])[a-z]/gu, (letter) => letter.toUpperCase());
  return words.includes("/") ? knownTimeZone(capitals) : undefined;
}

/** In which zone somebody reads and writes times: the one that the chat has told, or else the Partner's. */
export const zoneOf = (app: { timeZone: string }, { timeZone }: { timeZone: string | null }): string =>
  knownTimeZone(timeZone) ?? app.timeZone;
