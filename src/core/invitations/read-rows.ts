/** Rows of fields, as in CSV: a field in quotes may hold delimiters, line ends and doubled quotes. */
export function readRows(text: string, delimiters: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let field = "";
  const endField = (): void => {
    row.push(field.trim());
    field = "";
  };
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charAt(at);
    const quote = sign === '"' && field.trim() === "" ? quoted(text, at) : undefined;
    if (quote) {
      field = quote.inside;
      at = quote.end;
    } else if (sign === "\n" || sign === "\r") {
      endField();
      rows.push(row);
      row = [];
    } else if (delimiters.includes(sign)) endField();
    else field += sign;
  }
  endField();
  rows.push(row);
  return rows.filter((fields) => fields.some(Boolean));
}

/** One row as `readRows` reads it back; empty fields at its end are left out. */
export function writeRow(fields: string[]): string {
  const last = fields.findLastIndex(Boolean);
  return fields
    .slice(0, last + 1)
    .map((field) => (/[",;\t]/u.test(field) ? `"${field.replaceAll('"', '""')}"` : field))
    .join(",");
}

/** A quote that nobody closes is a sign like any other. */
function quoted(text: string, start: number): { inside: string; end: number } | undefined {
  let end = text.indexOf('"', start + 1);
  while (end !== -1 && text.charAt(end + 1) === '"') end = text.indexOf('"', end + 2);
  return end === -1 ? undefined : { inside: text.slice(start + 1, end).replaceAll('""', '"'), end };
}
