import type { Words } from "../core/chat/card.ts";
import { escapeMrkdwn } from "../core/chat/mrkdwn.ts";

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

/** A moment in the reader's own time. */
export function timeMarkup(at: Date): string {
  const fallback = `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;
  return `<!date^${Math.floor(at.getTime() / 1000)}^{date_short_pretty} {time}|${fallback}>`;
}
