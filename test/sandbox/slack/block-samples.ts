export type Sample = Record<string, unknown>;

export const plain = (text: string) => ({ type: "plain_text" as const, text });
export const mrkdwn = (text: string) => ({ type: "mrkdwn" as const, text });
export const letters = (count: number) => "x".repeat(count);
export const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
export const option = (text: string, value = text) => ({ text: plain(text), value });
export const options = (count: number) => times(count, (index) => option(`o${index}`));

export const section = (text: string) => ({ type: "section", text: mrkdwn(text) });
export const actions = (...elements: Sample[]) => ({ type: "actions", elements });
export const button = (more: Sample = {}) => ({ type: "button", text: plain("Go"), ...more });
export const select = (more: Sample = {}) => ({ type: "static_select", options: options(2), ...more });
export const input = (element: Sample) => ({ type: "input", label: plain("Name"), element });
export const rich = (...elements: Sample[]) => ({
  type: "rich_text",
  elements: [{ type: "rich_text_section", elements }],
});

const cell = (text: string): Sample => ({ type: "raw_text", text });
/** Of so many rows besides its header, and columns. */
export const table = ({
  rows = 1,
  columns = 2,
  text = "x",
  ...more
}: Sample & { rows?: number; columns?: number; text?: string } = {}): Sample => ({
  type: "data_table",
  caption: "Users",
  rows: times(rows + 1, () => times(columns, () => cell(text))),
  ...more,
});
export const rowsOf = (...rows: Sample[][]): Sample => ({ type: "data_table", caption: "Users", rows });
export const alert = (text: string, more: Sample = {}): Sample => ({
  type: "alert",
  text: mrkdwn(text),
  ...more,
});
