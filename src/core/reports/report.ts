import type { App } from "../context.ts";
import type { Cell } from "../text/csv.ts";

/** A list that everybody in the Console may read, on screen page by page and as a file. */
export interface Report {
  name: string;
  title: string;
  /** What it lists, in one sentence. */
  about: string;
  /** What is said where it lists nothing. */
  none: string;
  columns: string[];
  /** From a place on, which is the `next` of the page before. Reads what it needs for these rows only. */
  page(app: App, after: string | undefined, take: number): Promise<ReportPage>;
}

export interface ReportPage {
  rows: ReportRow[];
  next: string | undefined;
}

export interface ReportRow {
  /** On screen, in plain text. */
  words: string;
  /** In the file, one a column. */
  cells: Cell[];
}
