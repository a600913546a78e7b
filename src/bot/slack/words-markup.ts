import type { Words } from "../../core/kernel/chat/chat.ts";
import { escapeMrkdwn } from "../../core/kernel/text/mrkdwn.ts";
import { momentWords } from "../../core/kernel/text/moment-words.ts";

/** Words as Slack's markup, in which nothing that people typed acts as markup. */
export function wordsMarkup(words: Words): string {
  if (typeof words === "string") return harmless(words);
  return words
    .map((part) => {
      if (typeof part === "string") return harmless(part);
      return "time" in part ? timeMarkup(part.time) : `<@${part.chatUserId}>`;
    })
    .join("");
}

// Slack takes a mark that begins a word for bold, code or struck out.
const harmless = (text: string) => escapeMrkdwn(text).replace(/[*_~`]/g, (mark) => `\u200B${mark}`);

/** A moment in the reader's own time, in a form of Slack's. */
export function timeMarkup(at: Date, form = "{date_short_pretty} {time}"): string {
  return `<!date^${Math.floor(at.getTime() / 1000)}^${form}|${momentWords(at)}>`;
}
