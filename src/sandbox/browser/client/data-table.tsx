import { useState } from "preact/hooks";
import { objectOf, objectsOf, textOf, type JsonObject } from "../../slack/model/message-log.ts";
import { RichText, Undrawn } from "./markup.tsx";

const rowsByDefault = 5;

/** A table that its reader sorts by a column and leafs through. A caption that is the heading `under` which it stands is only read aloud. */
export function DataTable({ block, under }: { block: JsonObject; under: string }) {
  const rows = Array.isArray(block["rows"]) ? (block["rows"] as unknown[]).map(cellsOf) : [];
  const [header = [], ...body] = rows;
  const size = typeof block["page_size"] === "number" ? block["page_size"] : rowsByDefault;
  const named = typeof block["row_header_column_index"] === "number" ? block["row_header_column_index"] : 0;
  const [sort, setSort] = useState<{ column: number; down: boolean }>();
  const [page, setPage] = useState(0);
  const sorted = sort
    ? body.toSorted((one, other) => compare(one[sort.column], other[sort.column], sort.down))
    : body;
  const pages = Math.max(1, Math.ceil(body.length / size));
  const shown = sorted.slice(page * size, (page + 1) * size);
  const caption =
    typeof block["caption"] === "string" ? block["caption"] : textOf(objectOf(block["caption"])["text"]);
  return (
    <div class="table">
      <div class="scroll" tabIndex={0} role="region" aria-label={caption}>
        <table>
          <caption class={caption === under ? "unseen" : undefined}>{caption}</caption>
          <thead>
            <tr>
              {header.map((cell, column) => {
                const sorts = sort?.column === column ? sort : undefined;
                return (
                  <th
                    key={column}
                    scope="col"
                    aria-sort={sorts ? (sorts.down ? "descending" : "ascending") : undefined}
                  >
                    <button
                      type="button"
                      onClick={() => {
                        setSort({ column, down: sorts ? !sorts.down : false });
                        setPage(0);
                      }}
                    >
                      {wordsOf(cell)} {sorts ? (sorts.down ? "▾" : "▴") : ""}
                    </button>
                  </th>
                );
              })}
            </tr>
          </thead>
          <tbody>
            {shown.map((cells, at) => (
              <tr key={at}>
                {cells.map((cell, column) =>
                  column === named ? (
                    <th key={column} scope="row">
                      <Cell cell={cell} />
                    </th>
                  ) : (
                    <td key={column} class={cell["type"] === "raw_number" ? "number" : undefined}>
                      <Cell cell={cell} />
                    </td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {pages > 1 && (
        <div class="row">
          <button type="button" disabled={page === 0} onClick={() => setPage(page - 1)}>
            Previous
          </button>
          <span>
            Page {page + 1} of {pages}
          </span>
          <button type="button" disabled={page === pages - 1} onClick={() => setPage(page + 1)}>
            Next
          </button>
        </div>
      )}
    </div>
  );
}

function cellsOf(row: unknown): JsonObject[] {
  return Array.isArray(row) ? objectsOf(row) : objectsOf(objectOf(row)["cells"]);
}

function Cell({ cell }: { cell: JsonObject }) {
  if (cell["type"] === "rich_text") return <RichText block={cell} />;
  if (cell["type"] === "raw_text" || cell["type"] === "raw_number") return <>{wordsOf(cell)}</>;
  return <Undrawn what={cell} />;
}

function wordsOf(cell: JsonObject): string {
  return textOf(cell["text"] ?? cell["value"] ?? cell["number"]);
}

function compare(one: JsonObject | undefined, other: JsonObject | undefined, down: boolean): number {
  const [left, right] = [keyOf(one), keyOf(other)];
  const both = typeof left === "number" && typeof right === "number";
  const order = both ? left - right : String(left).localeCompare(String(right), "en", { numeric: true });
  return down ? -order : order;
}

/** By what a cell is sorted: a number, the moment that it begins with, or its words. */
function keyOf(cell: JsonObject = {}): number | string {
  if (cell["type"] === "raw_number") return Number(cell["value"]);
  if (cell["type"] !== "rich_text") return wordsOf(cell);
  const parts = objectsOf(cell["elements"]).flatMap(({ elements }) => objectsOf(elements));
  const [first] = parts;
  return typeof first?.["timestamp"] === "number"
    ? first["timestamp"]
    : parts.map(({ text }) => textOf(text)).join("");
}
