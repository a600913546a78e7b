import type { Words } from "../core/chat/card.ts";
import { escapeMrkdwn } from "../core/chat/mrkdwn.ts";

/** Words as Slack's markup; everything that people typed is escaped. */
export function wordsMarkup(words: Words): string {
  if (typeof words === "string") return escapeMrkdwn(words);
  return words
    .map((part) => {
      if (typeof part === "string") return escapeMrkdwn(part);
      return "time" in part ? timeMarkup(part.time) : `<@${part.chatUserId}>`;
    })
    .join("");
}

/** A moment in the reader's own time. */
export function timeMarkup(at: Date): string {
  const fallback = `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;
  return `<!date^${Math.floor(at.getTime() / 1000)}^{date_short_pretty} {time}|${fallback}>`;
}
