import type { MrkdwnElement, PlainTextElement } from "@slack/types";
import type { RichText } from "../../core/kernel/chat/chat.ts";
import { momentMark } from "../../core/kernel/text/moment-words.ts";
import { escapeMrkdwn, shortenMarkup, timeMarkup } from "../../core/kernel/text/mrkdwn.ts";
import { plain } from "./reopened-view.ts";

/** Words as Slack's markup, in which nothing that people typed acts as markup. */
export function wordsMarkup(words: RichText): string {
  if (typeof words === "string") return harmless(words);
  return words
    .map((part) => {
      if (typeof part === "string") return harmless(part);
      return "time" in part ? timeMarkup(part.time) : `<@${part.chatUserId}>`;
    })
    .join("");
}

// Slack takes a mark that begins a word for bold, code or struck out.
export const harmless = (text: string): string =>
  escapeMrkdwn(text.replace(/[*_~`]/gu, (mark) => `\u200B${mark}`));

/** Sentences of ours for a modal: plain text, or markup where Slack has to show a moment in the reader's own time. */
export function sentenceText(text: string): PlainTextElement | MrkdwnElement {
  if (!text.includes(momentMark)) return plain(text);
  return { type: "mrkdwn", text: shortenMarkup(harmless(text), 3000) };
}
