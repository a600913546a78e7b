import { randomUUID } from "node:crypto";
import type { Database } from "../kernel/database.ts";
import type { Column, Table } from "./columns.ts";
import { type Eraser, erasedWords } from "./identifiers.ts";

/** A row that names the person: what it says, and what of it is to be left. */
export interface NamingRow {
  /** Its primary key as JSON, by column. */
  key: string;
  was: Record<string, string>;
  left: Record<string, string>;
}

const rowsAtOnce = 500;

/** The rows of a table that name the person. */
export async function namingRows(db: Database, table: Table, eraser: Eraser): Promise<NamingRow[]> {
  const { name, keys, columns } = table;
  const said = columns.map((column) => `'${column.name}', ${asText(column)}`).join(", ");
  const all = columns.map(asText).join(", ");
  const found = await db.$queryRawUnsafe<{ key: string; said: Record<string, string | null> }[]>(
    `SELECT ${keyOf(keys)} AS "key", jsonb_build_object(${said}) AS "said" FROM "${name}"
     WHERE concat_ws(chr(10), ${all}) ILIKE ANY($1::text[])`,
    eraser.patterns,
  );
  return found.flatMap(({ key, said: row }) => {
    const [was, left]: [NamingRow["was"], NamingRow["left"]] = [{}, {}];
    for (const { name: column, kind } of columns) {
      const text = row[column] ?? null;
      const without = text === null ? null : kind === "text" ? eraser.erase(text) : eraser.eraseJson(text);
      if (text !== null && without !== null && without !== text)
        [was[column], left[column]] = [text, without];
    }
    return Object.keys(left).length > 0 ? [{ key, was, left }] : [];
  });
}

const keyOf = (keys: string[]) =>
  `jsonb_build_object(${keys.map((key) => `'${key}', "${key}"`).join(", ")})::text`;

const asText = ({ name, kind }: Column): string =>
  kind === "text" ? `"${name}"` : kind === "json" ? `"${name}"::text` : `to_json("${name}")::text`;

const fromText = ({ kind }: Column, place: string): string =>
  kind === "text"
    ? place
    : kind === "json"
      ? `${place}::jsonb`
      : `ARRAY(SELECT json_array_elements_text(${place}::json))`;

/**
 * Leaves rows without the person, so many in one transaction. A row that says something else by now is passed over: it is found
 * again. What has the person in its key is no record, and goes. Returns how many rows it changed.
 */
export async function eraseRows(db: Database, table: Table, rows: NamingRow[]): Promise<number> {
  let count = 0;
  for (let from = 0; from < rows.length; from += rowsAtOnce) {
    const changes = rows.slice(from, from + rowsAtOnce).map((row) => changeOf(table, row));
    const counts = await db.$transaction(
      changes.map(({ sql, values }) => db.$executeRawUnsafe(sql, ...values)),
    );
    count += counts.reduce((sum, one) => sum + one, 0);
  }
  return count;
}

function changeOf(
  { name, keys, columns }: Table,
  { key, was, left }: NamingRow,
): { sql: string; values: string[] } {
  const values = [key];
  const place = (text: string) => `$${values.push(text)}::text`;
  const changed = columns.filter((column) => left[column.name] !== undefined);
  const named = keys.map((one) => `"${one}"`).join(", ");
  const isRow = [
    `(${named}) = (SELECT ${named} FROM jsonb_populate_record(NULL::"${name}", $1::jsonb))`,
    ...changed.map((column) => `${asText(column)} = ${place(was[column.name] ?? "")}`),
  ].join(" AND ");
  if (changed.some((column) => keys.includes(column.name)))
    return { sql: `DELETE FROM "${name}" WHERE ${isRow}`, values };
  const sets = changed.map((column) => {
    const text = column.isUnique ? `${erasedWords} ${randomUUID()}` : (left[column.name] ?? "");
    return `"${column.name}" = ${fromText(column, place(text))}`;
  });
  return { sql: `UPDATE "${name}" SET ${sets.join(", ")} WHERE ${isRow}`, values };
}
