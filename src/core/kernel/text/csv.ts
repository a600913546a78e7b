import { resolveForPrograms } from "./command-hint.ts";

export type Cell = string | number;

/** One line of a CSV file after RFC 4180. */
export function csvLine(cells: Cell[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

/** A spreadsheet takes a cell that begins like these for a formula, and may leave out blanks before it; the apostrophe makes it text. */
const formula = /^(?=\p{Cc}|[\s\p{Cf}]*[=+\-@＝＋－＠])/u;
/**
 * Where a spreadsheet separates cells at semicolons or tabs, as it does in half of Europe, a quote inside a line protects
 * nothing: what follows a separator or a line break begins a cell as well.
 */
const formulaInside = /(?<=[;\t|\r\n])(?=[\s\p{Cf}]*[=+\-@＝＋－＠])/gu;
const needsQuotes = /[",;\t|\r\n]|^\s|\s$/u;

function csvCell(cell: Cell): string {
  if (typeof cell === "number") return String(cell);
  const text = resolveForPrograms(cell).replace(formulaInside, "'").replace(formula, "'");
  return needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
