import type { PlainTextElement } from "@slack/types";

/** Text without markup. */
export function plain(text: string): PlainTextElement {
  return { type: "plain_text", text, emoji: false };
}
