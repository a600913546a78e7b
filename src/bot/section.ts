import type { SectionBlock } from "@slack/types";
import { shortenMarkup } from "../core/chat/mrkdwn.ts";

/** A paragraph of markup, in which what people typed is escaped already. */
export function section(markup: string): SectionBlock {
  return { type: "section", text: { type: "mrkdwn", text: shortenMarkup(markup, 2900) } };
}

/** As many paragraphs as its lines need. */
export function sections(markup: string): SectionBlock[] {
  const parts: string[] = [];
  for (const line of markup.split("\n")) {
    const last = parts.at(-1);
    if (last !== undefined && last.length + line.length < 2900) parts[parts.length - 1] = `${last}\n${line}`;
    else parts.push(line);
  }
  return parts.map(section);
}
