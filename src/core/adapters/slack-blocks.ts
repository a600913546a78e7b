import { momentWords, splitAtMoments } from "../kernel/text/moment-words.ts";
import type { Button, KnownBlock, PlainTextElement, RichTextElement } from "@slack/web-api";
import type { Card, CardButton, Part, RichText } from "../kernel/chat/chat.ts";
import { escapeMrkdwn, shorten, timeMarkup } from "../kernel/text/mrkdwn.ts";
import { resolveCommands, resolveHints } from "../kernel/text/command-hint.ts";

const marks = { working: "⏳", waiting: "⚠️", done: "✅", failed: "❌" };
const partLength = 500;

/** A card as Block Kit. Rich text is data, not markup, so nothing that a person typed can act as markup in it. */
export function cardBlocks(card: Card): KnownBlock[] {
  const fields = card.fields.flatMap(([label, value]) => [bold(`${label}: `), ...parts(value), line]);
  return [
    {
      type: "header",
      text: plainText(`${marks[card.state]} ${card.title}`, 150),
    },
    richText([...fields, ...parts(card.note)]),
    contextBlock(card.footer),
    ...actionBlock(card.buttons ?? []),
  ];
}

export const richTextBlock = (words: RichText): KnownBlock => richText(parts(words));

export function contextBlock(words: RichText): KnownBlock {
  return { type: "context", elements: [{ type: "mrkdwn", text: within(3000, mrkdwn(words)) }] };
}

function richText(elements: RichTextElement[]): KnownBlock {
  return { type: "rich_text", elements: [{ type: "rich_text_section", elements }] };
}

function actionBlock(buttons: CardButton[]): KnownBlock[] {
  if (buttons.length === 0) return [];
  const elements = buttons.map(({ action, value, label }): Button => ({
    type: "button",
    action_id: action,
    value,
    text: plainText(label, 75),
  }));
  return [{ type: "actions", elements }];
}

/** The same in one line, for notifications and screen readers; at most what `chat.update` takes. */
export function cardText(card: Card): string {
  const fields = card.fields.flatMap(([label, value], index) => [
    ...mrkdwn(`${index > 0 ? ", " : ""}${label}: `),
    ...mrkdwn(value),
  ]);
  const sentences = [
    [...mrkdwn(card.title), "."],
    fields.length > 0 ? [...fields, "."] : [],
    mrkdwn(card.note),
  ];
  const spaced = sentences.filter(({ length }) => length > 0).flatMap((one) => [" ", ...one]);
  return within(4000, spaced.slice(1));
}

/** Text without markup, of at most so many characters. */
export function plainText(text: string, most: number): PlainTextElement {
  return { type: "plain_text", text: shorten(resolveHints(text), most), emoji: false };
}

const line: RichTextElement = { type: "text", text: "\n" };
const bold = (text: string): RichTextElement => ({
  type: "text",
  text: resolveHints(text),
  style: { bold: true },
});

function parts(words: RichText): RichTextElement[] {
  return piecesOf(words).map(richPart);
}

/** With the moments in its sentences as parts of their own. */
function piecesOf(words: RichText): Part[] {
  const list = typeof words === "string" ? [words] : words;
  return list.flatMap((part): Part[] =>
    typeof part === "string"
      ? splitAtMoments(shorten(resolveCommands(part), partLength)).map((piece) =>
          typeof piece === "string" ? piece : { time: piece },
        )
      : [part],
  );
}

function richPart(part: Part): RichTextElement {
  if (typeof part === "string") return { type: "text", text: part };
  if ("time" in part) {
    return { type: "date", timestamp: seconds(part.time), format: formatOf(part), fallback: fallback(part) };
  }
  return { type: "user", user_id: part.chatUserId };
}

/** Markup in pieces that must stay whole: a tag, or one character with its escape. */
function mrkdwn(words: RichText): string[] {
  return piecesOf(words).flatMap((part) =>
    typeof part === "string" ? Array.from(part, escapeMrkdwn) : [tag(part)],
  );
}

function tag(part: Exclude<Part, string>): string {
  if ("time" in part) return timeMarkup(part.time, formatOf(part), fallback(part));
  return `<@${part.chatUserId}>`;
}

/** Cuts after escaping as well, since an escape makes five characters of one. */
function within(most: number, pieces: string[]): string {
  let text = "";
  for (const piece of pieces) {
    if (text.length + piece.length > most - 1) return `${text}…`;
    text += piece;
  }
  return text;
}

type Moment = Extract<Part, { time: Date }>;

const seconds = (time: Date) => Math.floor(time.getTime() / 1000);
const formatOf = ({ toTheSecond }: Moment) => (toTheSecond ? "{time_secs}" : "{date_short_pretty} {time}");

function fallback({ time, toTheSecond }: Moment): string {
  return toTheSecond ? `${time.toISOString().slice(11, 19)} UTC` : momentWords(time);
}
