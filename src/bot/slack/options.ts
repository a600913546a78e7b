import { distance } from "fastest-levenshtein";
import { shorten } from "../../core/kernel/text/mrkdwn.ts";
import { DomainError } from "../../core/kernel/errors.ts";
import { isWord, type Word } from "./words.ts";

/** Telephones and computers make one dash of two: —plan. */
const dash = String.raw`[-\u2010-\u2015\u2212\uFE58\uFE63\uFF0D]`;
const optionLike = new RegExp(String.raw`^(${dash}+)(\p{L}[\p{L}\p{N}-]*)(?:=(.+?))?[.,;:!?…]*$`, "u");
const onlyDashes = new RegExp(`^${dash}+$`, "u");

interface Option {
  name: string;
  value: string | undefined;
  /** Nobody means a word of a sentence by it. */
  certain: boolean;
}

function optionIn({ text, quoted }: Word): Option | undefined {
  const [, dashes = "", name = "", value] = (!quoted && optionLike.exec(text)) || [];
  return name ? { name: name.toLowerCase(), value, certain: dashes !== "-" } : undefined;
}

export const isOption = (word: Word): boolean => optionIn(word) !== undefined;

export interface Options {
  help: boolean;
  plan: boolean;
  /** The first that is none. */
  unknown?: string;
  /** Without those; the command's own are written with two dashes. */
  words: Word[];
}

/**
 * Takes --help and --plan out of the words, wherever they stand and however their dashes came out. `own` are the other
 * options of the command; in the text behind `textAt` one dash is a dash.
 */
export function readOptions(words: Word[], own: string[], textAt: number): Options {
  const known = new Set(["help", "h", "plan", ...own.map((option) => option.slice(2))]);
  const read: Options = { help: false, plan: false, words: [] };
  for (const [index, word] of joined(words, known).entries()) {
    const option = optionIn(word);
    const inText = textAt !== -1 && index > textAt;
    if (!option || (!known.has(option.name) && inText && !option.certain)) read.words.push(word);
    else if (option.name === "help" || option.name === "h") read.help = true;
    else if (option.name === "plan") read.plan = true;
    else if (!known.has(option.name)) {
      read.unknown ??= word.text;
    } else {
      read.words.push({ text: `--${option.name}`, quoted: false });
      if (option.value) read.words.push({ text: option.value, quoted: false });
    }
  }
  return read;
}

/** A dash at the end of a line, apart from the option that it belongs to. */
function joined(words: Word[], known: Set<string>): Word[] {
  const [before, last] = words.slice(-2);
  if (!before || !last || before.quoted || last.quoted || !onlyDashes.test(before.text)) return words;
  const name = last.text.toLowerCase().replace(/[.,;:!?…]+$/u, "");
  if (!known.has(name)) return words;
  return [...words.slice(0, -2), { text: `--${name}`, quoted: false }];
}

export function unknownOption(typed: string, own: string[], plans: boolean): DomainError {
  const known = ["--help", ...(plans ? ["--plan"] : []), ...own];
  const name = typed.toLowerCase().replace(new RegExp(`^${dash}+`, "u"), "");
  const near = known.find((option) => distance(option.slice(2), name) <= 2);
  const meant = near ? `Did you mean ${near}?` : `There is ${known.join(", ")}.`;
  return new DomainError(
    "invalid",
    `I don't know the option “${shorten(typed, 40)}”. ${meant} Nothing was done.`,
  );
}

/** Takes an option such as `--export` out of the words, wherever it stands. */
export function takeOption(words: Word[], name: string): { given: boolean; rest: Word[] } {
  return {
    given: words.some((word) => isWord(word, name)),
    rest: words.filter((word) => !isWord(word, name)),
  };
}

/** The same with the word that follows it, as in `--since 2026-03-01`. Throws invalid where none does. */
export function takeValue(words: Word[], name: string): { value: string | undefined; rest: Word[] } {
  const at = words.findIndex((word) => isWord(word, name));
  if (at === -1) return { value: undefined, rest: words };
  const value = words[at + 1]?.text;
  if (!value) throw new DomainError("invalid", `Something is missing after “${name}”.`);
  return { value, rest: words.filter((_, index) => index !== at && index !== at + 1) };
}
