import { DomainError } from "../../core/kernel/errors.ts";

export interface Word {
  text: string;
  /** Stood in quotes, so it is never a keyword. */
  quoted: boolean;
}

/**
 * Splits what was typed after a command. Quotes may be straight, curly or single, or the marks of code; Slack's
 * `<mailto:…|…>`, links, channels and entities become what was typed. A mention of a person stays `<@U…>`.
 */
export function splitWords(text: string): Word[] {
  const plain = unescape(
    text
      .replace(/[“”„‟«»「」『』]/gu, '"')
      .replace(links, "$1")
      .replace(channels, "#$1")
      .replace(/<(https?:[^|<>]*)>/gu, "$1"),
  );
  return Array.from(plain.matchAll(word), ([whole, inDouble, inSingle, asCode]) => {
    const inside = inDouble ?? inSingle ?? asCode;
    return inside === undefined
      ? { text: bare(whole), quoted: false }
      : { text: inside.trim(), quoted: true };
  });
}

/** An address without what surrounds it in a mail or a document. What is quoted stays as it is. */
const bare = (text: string): string =>
  text
    .replace(bracketed, "$1")
    .replace(/(?<![<\w])mailto:(?=[^\s<>@]+@)/giu, "")
    .trim();

const links = /<(?:mailto:|tel:|https?:)[^|>]*\|([^>]*)>/gu;
const bracketed = /[([]([^\s<>()[\]@,;]+@[^\s<>()[\]@,;]+)[)\]]/gu;
const channels = /<#[A-Z0-9]+\|([^>]*)>/gu;
/** Single quotes stand around words alone, so that an apostrophe stays one. */
const word =
  /"([^"]*)"?|(?<=^|[\s,;])['‘‚‛]([^'’‘"]+)['’‘](?=$|[\s,;.!?])|(?<=^|[\s,;])`([^`"]+)`(?=$|[\s,;.!?])|[^\s"]+/gu;

function unescape(text: string): string {
  return text
    .replace(/<mailto:([^>]*)>/gu, "$1")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}

export const textOf = (words: Word[]): string => words.map(({ text }) => text).join(" ");

/** The same with its quotes, to be split once more. */
export const quotedText = (words: Word[]): string =>
  words.map(({ text, quoted }) => (quoted ? `"${text}"` : text)).join(" ");

/** Whether a word is this keyword, in any case, also with a colon, and not in quotes. */
export const isWord = ({ text, quoted }: Word, keyword: string): boolean =>
  !quoted && (text.toLowerCase() === keyword || text.toLowerCase() === `${keyword}:`);

const courtesies =
  "please|pls|plz|plse|kindly|thanks|thank you|thankyou|many thanks|thx|ty|cheers|asap|now|right now|for me|ok|okay|full stop|bitte|danke|danke schön|vielen dank|mfg|svp|stp|s['’]il vous plaît|s['’]il te plaît|merci|por favor|gracias|muchas gracias|per favore|grazie|best regards|kind regards|regards|sent from my (?:iphone|ipad|phone|mobile)";
const openings = `${courtesies}|can you|could you|would you|will you|can we|could we|can i|could i|may i|i want to|we want to|i would like to|i['’]d like to|we['’]d like to|we need to|i need to|i need you to|let['’]s|lets|hi there|hello there|hi|hey|hello|good morning|sorry|yes|just|now|also|kannst du|könntest du|können sie|könnten sie|ich möchte|hallo|bonjour|peux-tu|pouvez-vous|puedes|hola|/?cyclr|<@[A-Z0-9]+(?:\\|[^>]*)?>`;
const signs = String.raw`[.,;:!?…·]+|(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|[\uFE0F\u200D\u20E3])+|:[a-z0-9_+-]+:(?::skin-tone-\d:)?|<3|:-?[)(DPp]|;-?\)`;
const atEnd = new RegExp(`(?:^|\\s+)(?:${courtesies}|${signs}|(?<=\\s)account)$|[.,;:!?…]+$`, "iu");
const atStart = new RegExp(`^(?:${openings}|${signs})[,:!]*(?:\\s+|$)`, "iu");
const prepositions = /^(?:(?:in|on|at|of|for|from|to|into|the|account|user|named|called)\s+|@(?=\p{L}))/iu;

/** As Slack writes what is bold, slanted or struck out. */
const marked = /^([*_~])([^*_~]+)\1$/u;

const tidiedAtMost = 300;

/** A part of a line without what people add out of courtesy, and without a preposition before it. */
export function tidy(text: string): string {
  // Nobody names anything at such length, and what follows would be long about it.
  if (text.length > tidiedAtMost) return text.trim();
  const bare = stripped(stripped(text.trim(), atEnd), prepositions);
  return bare.trim().replace(marked, "$2");
}

function stripped(text: string, pattern: RegExp): string {
  const left = text.replace(pattern, "").trim();
  return left === text || left === "" ? text : stripped(left, pattern);
}

/** The words without what a person says before the matter: “please”, “can you”, the command's own name. */
export function withoutOpening(words: Word[]): Word[] {
  const [first] = words;
  if (!first || first.quoted) return words;
  for (const count of [4, 3, 2, 1]) {
    const opening = words.slice(0, count);
    if (opening.length < count || opening.some(({ quoted }) => quoted)) continue;
    if (textOf(opening).length > 60) continue;
    if (textOf(opening).replace(atStart, "") === "" && words.length > count)
      return withoutOpening(words.slice(count));
  }
  return words;
}

/** Looks up what the words name: as they were typed, else tidied. Throws what the last look-up throws. */
export async function firstFound<Found>(
  text: string,
  find: (words: string) => Promise<Found>,
): Promise<Found> {
  const bare = tidy(text);
  if (bare === text || bare === "") return find(text);
  try {
    return await find(text);
  } catch (error) {
    if (!(error instanceof DomainError) || !["not-found", "conflict", "invalid"].includes(error.code))
      throw error;
    return find(bare);
  }
}

/** Several, apart: at commas and semicolons, and at “and” where `atAnd` says so. What stands in quotes is one. */
export function splitList(words: Word[], atAnd: boolean): Word[][] {
  const parts: Word[][] = [[]];
  for (const word of words) {
    if (word.quoted) parts.at(-1)?.push(word);
    else if (atAnd && /^(?:and|und|et|y|&|\+)$/iu.test(word.text)) parts.push([]);
    else {
      const [first = "", ...more] = word.text.split(/[,;]/u);
      if (first) parts.at(-1)?.push({ ...word, text: first });
      for (const text of more) parts.push(text ? [{ text, quoted: false }] : []);
    }
  }
  return parts.filter((part) => part.length > 0);
}

/** Finds several that were typed as one text: each between commas whole, else, where that is none, at its “and”. */
export async function findEach<Found>(
  text: string,
  find: (words: Word[]) => Promise<Found>,
): Promise<Found[]> {
  const found: Found[] = [];
  for (const part of splitList(splitWords(text), false)) {
    const apart = splitList(part, true);
    if (apart.length < 2) found.push(await find(part));
    else found.push(...(await wholeOrApart(part, apart, find)));
  }
  return found;
}

async function wholeOrApart<Found>(
  whole: Word[],
  apart: Word[][],
  find: (words: Word[]) => Promise<Found>,
): Promise<Found[]> {
  try {
    return [await find(whole)];
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const found: Found[] = [];
    for (const part of apart) found.push(await find(part));
    return found;
  }
}
