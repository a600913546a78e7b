import type { Button, HomeView as SlackHomeView, KnownBlock } from "@slack/types";
import { shorten } from "../chat/mrkdwn.ts";
import type { HomeButton, HomeRow, HomeView } from "../home/home-view.ts";
import { contextBlock, richTextBlock } from "./slack-blocks.ts";

const blocksAtMost = 100;
const buttonsAtMost = 25;

/** A Home as Block Kit: rich text and plain text only, in which nothing that a person typed can act as markup. */
export function slackHome({ title, lead, sections, footer }: HomeView): SlackHomeView {
  const blocks = sections.flatMap((section) => [header(section.title), ...section.rows.flatMap(rowBlocks)]);
  const shown = blocks.slice(0, blocksAtMost - 3);
  return {
    type: "home",
    blocks: [header(title), richTextBlock(lead), ...shown, contextBlock(footer)],
  };
}

function rowBlocks({ words, buttons = [] }: HomeRow): KnownBlock[] {
  const elements = buttons.slice(0, buttonsAtMost).map(button);
  return [richTextBlock(words), ...(elements.length > 0 ? [{ type: "actions" as const, elements }] : [])];
}

function button({ label, action, value, danger }: HomeButton): Button {
  const text = { type: "plain_text" as const, text: shorten(label, 75), emoji: false };
  return { type: "button", action_id: action, value, text, ...(danger && { style: "danger" }) };
}

function header(text: string): KnownBlock {
  return { type: "header", text: { type: "plain_text", text: shorten(text, 150), emoji: false } };
}
