import { checkForm } from "./check-form.ts";
import type { Command } from "./command.ts";
import { reasonInput } from "../core/requests/reason-input.ts";
import type { Word } from "./words.ts";

/**
 * Takes `because …` from the end of a line: why it is asked for. A command that reads it itself keeps the words; behind a
 * keyword that begins free text it is part of the text.
 */
export function takeReason(words: Word[], command: Command): { reason?: string; rest: Word[] } {
  const at = words.findLastIndex((word) => is(word, "because"));
  const free = words.findIndex((word) => command.textAfter?.some((keyword) => is(word, keyword)));
  const inText = free !== -1 && free < at && !words[free + 1]?.quoted;
  if (at === -1 || at === words.length - 1 || inText) return { rest: words };
  const because = words
    .slice(at + 1)
    .map(({ text }) => text)
    .join(" ");
  const { because: reason } = checkForm(reasonInput, { because });
  return { ...(reason && { reason }), rest: command.readsBecause ? words : words.slice(0, at) };
}

const is = ({ text, quoted }: Word, keyword: string) => !quoted && text.toLowerCase() === keyword;
