import { escapeLike } from "../kernel/text/escape-like.ts";

/** What a person is told by in text, and where that is not enough to tell them from others, in what is theirs anyway. */
export interface Person {
  /** Our own ids of their User and Console User. */
  ids: string[];
  addresses: string[];
  userIds: string[];
  /** First and last name together. */
  names: string[];
  /** All of a name that is one word: others share it, so that it is told only where nothing else stands. */
  shortNames: string[];
  /** First name and last name apart, which others share: they go from what is about this person already. */
  partsOfNames: string[];
  slackIds: string[];
}

/** In JSON an address stays one, and a user ID too, so that what was asked for can still be read by the program. */
export const erasedAddress = "erased@erased.invalid";
const erasedUserId = "erased";
export const erasedWords = "(erased)";

/** Finds a person in text and takes them out of it. */
export interface Eraser {
  /** For ILIKE: whatever they do not fit names nobody. What fits is looked at again here. */
  patterns: string[];
  mentions(text: string): boolean;
  /** The text without them; the same one where it does not name them. */
  erase(text: string): string;
  /** The same for JSON as text, its keys as well. Of what is about the person, parts of names go that are all of a value. */
  eraseJson(json: string): string;
}

// A user ID is no part of a longer word or of another's address, and "ann" is not named by "ann-marie" or "ann@acme.example".
const before = String.raw`(?<![\p{L}\p{N}_+-]|[\p{L}\p{N}][.@])`;
const after = String.raw`(?![\p{L}\p{N}_@+-]|\.[\p{L}\p{N}])`;

export function eraserOf(person: Person): Eraser {
  const { ids, addresses, userIds, names, shortNames, partsOfNames, slackIds } = person;
  const inLinks = addresses.map(encodeURIComponent);
  const words = unique([...addresses, ...inLinks, ...names, ...userIds, ...slackIds]);
  const anywhere = new RegExp(`${before}(?:${alternatives(words)})${after}`, "giu");
  const inJson = new Map([
    ...userIds.map((text) => [text.toLowerCase(), erasedUserId] as const),
    ...addresses.map((text) => [text.toLowerCase(), erasedAddress] as const),
  ]);
  const parts = new Set(partsOfNames.map((text) => text.toLowerCase()));
  const short = new Set(shortNames.map((text) => text.toLowerCase()));
  const erase = (text: string) => {
    if (short.has(text.trim().toLowerCase())) return erasedWords;
    return words.length > 0 ? text.replace(anywhere, erasedWords) : text;
  };
  const eraseIn = (value: unknown, isTheirs: boolean): unknown => {
    if (typeof value === "string") {
      const key = value.trim().toLowerCase();
      return inJson.get(key) ?? (isTheirs && parts.has(key) ? erasedWords : erase(value));
    }
    if (Array.isArray(value)) return value.map((one) => eraseIn(one, isTheirs));
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value);
    return Object.fromEntries(entries.map(([key, one]) => [erase(key), eraseIn(one, isTheirs)]));
  };
  return {
    patterns: unique(
      [...words, ...shortNames, ...ids]
        .flatMap((word) => [word, JSON.stringify(word).slice(1, -1)])
        .map((word) => `%${escapeLike(word)}%`),
    ),
    mentions: (text) => erase(text) !== text,
    erase,
    eraseJson(json) {
      const value: unknown = JSON.parse(json);
      const said = JSON.stringify(value);
      const isTheirs = ids.some((id) => said.includes(id)) || JSON.stringify(eraseIn(value, false)) !== said;
      const left = JSON.stringify(eraseIn(value, isTheirs));
      return left === said ? json : left;
    },
  };
}

const unique = (texts: string[]): string[] => [...new Set(texts.filter(Boolean))];

/** The longest first, since of several the first that fits is taken. */
const alternatives = (words: string[]): string =>
  words
    .toSorted((one, other) => other.length - one.length)
    .map((word) => word.replaceAll(/[$()*+./?[\\\]^{|}]/gu, String.raw`\$&`))
    .join("|");
