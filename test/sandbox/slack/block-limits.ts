import { actions, button, input, mrkdwn, option, options } from "./block-samples.ts";
import { alert, plain, rich, rowsOf, section, select, table, times, type Sample } from "./block-samples.ts";

/** How long a text may be. */
export const lengths: [name: string, most: number, make: (text: string) => Sample][] = [
  ["a section's text", 3_000, section],
  ["a field's text", 2_000, (text) => ({ type: "section", fields: [mrkdwn(text)] })],
  ["a header's text", 150, (text) => ({ type: "header", text: plain(text) })],
  ["a context's text", 3_000, (text) => ({ type: "context", elements: [mrkdwn(text)] })],
  ["a button's text", 75, (text) => actions(button({ text: plain(text) }))],
  ["a button's value", 2_000, (value) => actions(button({ value }))],
  ["a button's address", 3_000, (url) => actions(button({ url }))],
  ["an action_id", 255, (action_id) => actions(button({ action_id }))],
  ["a block_id", 255, (block_id) => ({ ...section("x"), block_id })],
  ["an option's text", 75, (text) => actions(select({ options: [option(text, "v")] }))],
  ["an option's value", 150, (value) => actions(select({ options: [option("v", value)] }))],
  ["a placeholder", 150, (text) => actions(select({ placeholder: plain(text) }))],
  ["an input's label", 2_000, (text) => ({ ...input(select()), label: plain(text) })],
  ["an input's hint", 2_000, (text) => ({ ...input(select()), hint: plain(text) })],
  ["an image's address", 3_000, (url) => ({ type: "image", image_url: url, alt_text: "a" })],
  ["a confirmation's text", 300, (text) => actions(button({ confirm: { text: plain(text) } }))],
  ["a link's address", 3_000, (url) => rich({ type: "link", url })],
];

/** How many there may be. */
export const counts: [name: string, most: number, make: (count: number) => Sample[]][] = [
  ["blocks", 50, (count) => times(count, () => ({ type: "divider" }))],
  ["fields", 10, (count) => [{ type: "section", fields: times(count, () => mrkdwn("f")) }]],
  ["context elements", 10, (count) => [{ type: "context", elements: times(count, () => mrkdwn("c")) }]],
  ["actions", 25, (count) => [actions(...times(count, () => button()))]],
  ["options", 100, (count) => [actions(select({ options: options(count) }))]],
  ["checkboxes", 10, (count) => [actions({ type: "checkboxes", options: options(count) })]],
  ["radio buttons", 10, (count) => [actions({ type: "radio_buttons", options: options(count) })]],
  ["rows of a table with its header", 101, (count) => [table({ rows: count - 1 })]],
  ["columns of a table", 20, (columns) => [table({ columns })]],
  ["overflow options", 5, (count) => [actions({ type: "overflow", options: options(count) })]],
];

const text = (more: Sample = {}) => rich({ type: "text", text: "x", ...more });
const raw = (words: string): Sample => ({ type: "raw_text", text: words });
const date = (more: Sample) => rich({ type: "date", timestamp: 1_700_000_000, format: "{time}", ...more });
const list = (more: Sample) => ({
  type: "rich_text",
  elements: [{ type: "rich_text_list", elements: [], ...more }],
});

/** What Slack takes, what it does not take, and a word of its complaint. */
export const shapes: [name: string, takes: Sample, refuses: Sample, says: string][] = [
  ["a section with something in it", section("x"), { type: "section" }, "missing required field: text"],
  ["a section's text that is not empty", section("x"), section(""), "more than 0"],
  ["plain header", { type: "header", text: plain("x") }, { type: "header", text: mrkdwn("x") }, "plain_text"],
  ["an action at least", actions(button()), actions(), "no fewer than 1 items"],
  ["an option at least", actions(select()), actions(select({ options: [] })), "no fewer than 1 items"],
  [
    "a first option among those offered",
    actions(select({ initial_option: option("o1") })),
    actions(select({ initial_option: option("o9") })),
    "one of the provided options",
  ],
  ["a known button", actions(button({ style: "danger" })), actions(button({ style: "loud" })), "primary"],
  [
    "a labelled input",
    input(select()),
    { type: "input", element: select() },
    "missing required field: label",
  ],
  [
    "an input where inputs go",
    input({ type: "plain_text_input" }),
    actions({ type: "plain_text_input" }),
    "unsupported type: plain_text_input",
  ],
  [
    "an action_id for one element only",
    actions(button({ action_id: "a" }), button({ action_id: "b" })),
    actions(button({ action_id: "a" }), button({ action_id: "a" })),
    'action_id "a" already exists',
  ],
  [
    "a moment in ten digits",
    actions({ type: "datetimepicker", initial_date_time: 1_800_000_000 }),
    actions({ type: "datetimepicker", initial_date_time: 1_800_000_000_000 }),
    "10 digits",
  ],
  [
    "a moment to choose where one can be chosen",
    input({ type: "datetimepicker" }),
    { ...section("x"), accessory: { type: "datetimepicker" } },
    "unsupported type: datetimepicker",
  ],
  ["a known block", { type: "divider" }, { type: "hologram" }, "unsupported type: hologram"],
  ["rich text that is not empty", text(), text({ text: "" }), "more than 0"],
  ["rich text with parts", rich(), { type: "rich_text", elements: [] }, "no fewer than 1 items"],
  ["known rich text", text(), rich({ type: "blink", text: "x" }), "unsupported type: blink"],
  ["a known style", text({ style: { bold: true } }), text({ style: { loud: true } }), "invalid style: loud"],
  ["a moment in whole seconds", date({}), date({ timestamp: 1.5 }), "must be an integer"],
  ["a moment with a format", date({}), date({ format: undefined }), "missing required field: format"],
  ["a table with a caption", table(), table({ caption: undefined }), "missing required field: caption"],
  ["a table with a row under its header", table(), table({ rows: 0 }), "no fewer than 2 items"],
  [
    "a table whose rows are of one length",
    rowsOf([raw("a"), raw("b")], [raw("1"), raw("2")]),
    rowsOf([raw("a"), raw("b")], [raw("1")]),
    "must have 2 cells",
  ],
  [
    "a table whose header is plain",
    rowsOf([raw("a")], [text()]),
    rowsOf([text()], [raw("a")]),
    "a header takes no rich_text",
  ],
  [
    "a table's numbers",
    rowsOf([raw("a")], [{ type: "raw_number", value: 7, text: "7" }]),
    rowsOf([raw("a")], [{ type: "raw_number", value: "7", text: "7" }]),
    "must be a number",
  ],
  ["a table's cells that are not empty", table(), table({ text: "" }), "more than 0"],
  ["known cells of a table", table(), rowsOf([raw("a")], [section("x")]), "unsupported type: section"],
  ["a table's pages", table({ page_size: 100 }), table({ page_size: 101 }), "from 1 to 100"],
  [
    "a table's own column",
    table({ row_header_column_index: 1 }),
    table({ row_header_column_index: 2 }),
    "from 0 to 1",
  ],
  [
    "no more than 10,000 characters in its tables",
    table({ rows: 99, columns: 1, text: "x".repeat(100) }),
    table({ rows: 100, columns: 1, text: "x".repeat(100) }),
    "10000 characters",
  ],
  ["no alert, which stands in modals alone", section("x"), alert("x"), "unsupported type: alert"],
  ["a list with a style", list({ style: "bullet" }), list({}), "bullet, ordered"],
];
