export type Cell = string | number;

/** One line of a CSV file after RFC 4180. */
export function csvLine(cells: Cell[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

/** A spreadsheet takes a cell that begins like these for a formula; the apostrophe makes it text. */
const formula = /^[=+\-@\p{Cc}＝＋－＠]/u;
const needsQuotes = /[",\r\n]|^\s|\s$/u;

function csvCell(cell: Cell): string {
  if (typeof cell === "number") return String(cell);
  const text = formula.test(cell) ? `'${cell}` : cell;
  return needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
