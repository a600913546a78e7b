import type { DataTableBlock, KnownBlock, RichTextBlock } from "@slack/types";
import { resolveCommands } from "../../core/kernel/text/command-hint.ts";
import { momentWords, splitAtMoments } from "../../core/kernel/text/moment-words.ts";
import { shorten } from "../../core/kernel/text/mrkdwn.ts";

/** In plain text, with its moments still to be written; a number, by which Slack sorts; or a moment. */
export type Cell = string | number | Date;

/** What a list says in columns. */
export interface Table {
  columns: string[];
  rows: Cell[][];
}

type Rows = DataTableBlock["rows"];

/** As many rows as Slack takes in one table, besides its header. */
export const tableRowsAtMost = 100;
/** Slack takes 10,000 characters of all tables in a message. */
const charactersAtMost = 9_500;
const cellAtMost = 300;
const rowsShown = 10;

/** A table that Slack sorts, filters and leafs through by itself. Undefined where it is empty, or longer than Slack takes. */
export function tableBlock(caption: string, { columns, rows }: Table): KnownBlock | undefined {
  if (rows.length === 0 || rows.length > tableRowsAtMost) return undefined;
  const header = columns.map((text) => ({ type: "raw_text" as const, text }));
  const all: Rows = [header, ...rows.map((row) => row.map(cellOf))];
  if (charactersOf(all) > charactersAtMost) return undefined;
  return { type: "data_table", caption: shorten(caption, 150), rows: all, page_size: rowsShown };
}

function cellOf(cell: Cell): Rows[number][number] {
  if (typeof cell === "number")
    return { type: "raw_number", value: cell, text: cell.toLocaleString("en-GB") };
  if (cell instanceof Date) return rich([cell]);
  const text = shorten(resolveCommands(cell).replace(/\s+/gu, " ").trim(), cellAtMost);
  const pieces = splitAtMoments(text);
  if (pieces.some((piece) => typeof piece !== "string")) return rich(pieces);
  return { type: "raw_text", text: text || "–" };
}

function rich(pieces: (string | Date)[]): RichTextBlock {
  const elements = pieces.map((piece) =>
    typeof piece === "string"
      ? { type: "text" as const, text: piece }
      : {
          type: "date" as const,
          timestamp: Math.floor(piece.getTime() / 1000),
          format: "{date_num} {time_secs}",
          fallback: momentWords(piece),
        },
  );
  return { type: "rich_text", elements: [{ type: "rich_text_section", elements }] };
}

/** What Slack counts, or rather more. */
function charactersOf(rows: Rows): number {
  return rows
    .flat()
    .reduce((sum, cell) => sum + (cell.type === "rich_text" ? cellCharacters(cell) : cell.text.length), 0);
}

function cellCharacters({ elements }: RichTextBlock): number {
  return JSON.stringify(elements).length / 2;
}
