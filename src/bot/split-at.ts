import { DomainError } from "../core/errors.ts";
import type { Word } from "./words.ts";

export interface Split<Keyword extends string> {
  before: Word[];
  /** Undefined where no keyword stands there. */
  keyword?: Keyword;
  /** All that follows the keyword, as one text: a keyword in it is a word like any other. */
  after: string;
}

/** Splits at the first of the keywords that is not in quotes. Throws invalid where nothing follows it. */
export function splitAt<Keyword extends string>(words: Word[], keywords: Keyword[]): Split<Keyword> {
  const isKeyword = ({ text, quoted }: Word) =>
    !quoted && keywords.some((keyword) => keyword === text.toLowerCase());
  const at = words.findIndex(isKeyword);
  const found = words[at];
  if (!found) return { before: words, after: "" };
  const rest = words.slice(at + 1);
  if (rest.length === 0) throw new DomainError("invalid", `Something is missing after “${found.text}”.`);
  return {
    before: words.slice(0, at),
    keyword: found.text.toLowerCase() as Keyword,
    after: rest.map(({ text }) => text).join(" "),
  };
}
