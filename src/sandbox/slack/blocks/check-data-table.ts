import { LIMITS } from "../limits.ts";
import { isObject, type JsonObject, textOf } from "../model/message-log.ts";
import { checkRichText, checkText, type Problems } from "./check-rich-text.ts";

/** A table that its reader sorts, filters and leafs through. The first row is its header. */
export function checkDataTable(problems: Problems, block: JsonObject, pointer: string): void {
  if (problems.required(block, "caption", pointer))
    problems.string(block, "caption", pointer, LIMITS.tableCaption, 1);
  const { rows } = block;
  if (!Array.isArray(rows)) return problems.add("missing required field: rows", pointer);
  problems.count(rows, `${pointer}/rows`, LIMITS.tableRows, 2);
  const columns = Array.isArray(rows[0]) ? rows[0].length : 0;
  rows.forEach((row: unknown, at) =>
    checkRow(problems, row, `${pointer}/rows/${at}`, { columns, isHeader: at === 0 }),
  );
  whole(problems, block, "page_size", pointer, [1, LIMITS.tablePage]);
  whole(problems, block, "row_header_column_index", pointer, [0, Math.max(0, columns - 1)]);
}

function checkRow(
  problems: Problems,
  row: unknown,
  pointer: string,
  { columns, isHeader }: { columns: number; isHeader: boolean },
): void {
  if (!Array.isArray(row)) return problems.add("must be an array", pointer);
  problems.count(row, pointer, LIMITS.tableColumns);
  if (row.length !== columns) problems.add(`must have ${columns} cells, as the first row has`, pointer);
  row.forEach((cell: unknown, at) => checkCell(problems, cell, `${pointer}/${at}`, isHeader));
}

function checkCell(problems: Problems, cell: unknown, pointer: string, isHeader: boolean): void {
  const type = isObject(cell) ? textOf(cell["type"]) : "";
  if (!isObject(cell) || !cellTypes.includes(type))
    return problems.add(`unsupported type: ${type}`, `${pointer}/type`);
  if (type === "rich_text") {
    if (isHeader) problems.add("a header takes no rich_text", `${pointer}/type`);
    return checkRichText(problems, cell, pointer);
  }
  if (problems.required(cell, "text", pointer)) problems.string(cell, "text", pointer, LIMITS.tableText, 1);
  if (type === "raw_number" && typeof cell["value"] !== "number")
    problems.add("must be a number", `${pointer}/value`);
}

const cellTypes = ["raw_text", "raw_number", "rich_text"];

function whole(
  problems: Problems,
  block: JsonObject,
  field: string,
  pointer: string,
  [least, most]: [number, number],
): void {
  const value = block[field];
  if (value === undefined) return;
  if (!Number.isInteger(value) || Number(value) < least || Number(value) > most)
    problems.add(`must be a whole number from ${least} to ${most}`, `${pointer}/${field}`);
}

/** The characters of all tables of a message together. */
export function tableTextLength(value: unknown, inside = false): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, one) => sum + tableTextLength(one, inside), 0);
  if (!isObject(value)) return 0;
  const within = inside || value["type"] === "data_table";
  return Object.entries(value).reduce(
    (sum, [key, one]) =>
      sum + (within && key === "text" && typeof one === "string" ? one.length : tableTextLength(one, within)),
    0,
  );
}

/** Says in a form what is wrong, or what to look out for. */
export function checkAlert(problems: Problems, block: JsonObject, pointer: string): void {
  if (problems.required(block, "text", pointer))
    checkText(problems, block, "text", pointer, LIMITS.alertText);
  const { level } = block;
  if (level !== undefined && !alertLevels.includes(textOf(level)))
    problems.add(`must be one of: ${alertLevels.join(", ")}`, `${pointer}/level`);
}

const alertLevels = ["default", "info", "warning", "error", "success"];
