import { shorten } from "../../core/kernel/text/mrkdwn.ts";
import { DomainError } from "../../core/kernel/errors.ts";
import type { Word } from "./command.ts";

export interface Phrase<Part extends string> {
  /** What stands before the first keyword. */
  head?: Part;
  /** Words that begin a part, in the order in which they stand: `{ on: "account", as: "level" }`. */
  keywords?: Partial<Record<string, Part>>;
}

/**
 * Reads `<head> keyword <part> keyword <part>`. Every part may be left out; a quoted word is never a keyword, and a
 * keyword that may be part of a name counts where it stands last. Throws invalid at a word that is too many.
 */
export function readPhrase<Part extends string>(
  words: Word[],
  { head, keywords = {} }: Phrase<Part>,
): Partial<Record<Part, string>> {
  const marks = Object.keys(keywords);
  const found = new Map<string, number>();
  for (const mark of marks) {
    const at = words.findLastIndex(({ text, quoted }) => !quoted && text.toLowerCase() === mark);
    if (at !== -1) found.set(mark, at);
  }
  const starts = [...found].toSorted(([, a], [, b]) => a - b);
  const parts: Partial<Record<Part, string>> = {};
  const read = (part: Part | undefined, from: number, to: number): void => {
    const text = partText(words.slice(from, to), part);
    if (part !== undefined && text) parts[part] = text;
  };
  read(head, 0, starts[0]?.[1] ?? words.length);
  for (const [index, [mark, at]] of starts.entries()) {
    const to = starts[index + 1]?.[1] ?? words.length;
    if (at + 1 === to) throw new DomainError("invalid", `Something is missing after “${mark}”.`);
    read(keywords[mark], at + 1, to);
  }
  return parts;
}

function partText(words: Word[], part: string | undefined): string {
  const [first, second] = words;
  if (part === undefined && first) throw tooMany(first);
  if (first?.quoted && second) throw tooMany(second);
  return words.map(({ text }) => text).join(" ");
}

function tooMany(word: Word): DomainError {
  return new DomainError("invalid", `“${shorten(word.text, 60)}” is a word too many here.`);
}

/** Takes an option such as `--export` out of the words, wherever it stands. */
export function takeOption(words: Word[], name: string): { given: boolean; rest: Word[] } {
  const isOption = ({ text, quoted }: Word) => !quoted && text.toLowerCase() === name;
  return { given: words.some(isOption), rest: words.filter((word) => !isOption(word)) };
}

/** The same with the word that follows it, as in `--since 2026-03-01`. Throws invalid where none does. */
export function takeValue(words: Word[], name: string): { value: string | undefined; rest: Word[] } {
  const at = words.findIndex(({ text, quoted }) => !quoted && text.toLowerCase() === name);
  if (at === -1) return { value: undefined, rest: words };
  const value = words[at + 1]?.text;
  if (!value) throw new DomainError("invalid", `Something is missing after “${name}”.`);
  return { value, rest: words.filter((_, index) => index !== at && index !== at + 1) };
}
