import { isObject, objectOf, objectsOf, textOf, type JsonObject, type View } from "./model/message-log.ts";
import {
  readElement,
  type Reader,
  readRichText,
  readMrkdwn,
  readText,
  type NameOf,
} from "./reading/read-rich-text.ts";

/** A message in plain lines, for a transcript; `text` counts only when there are no blocks, as in Slack. */
export function readBlocks(blocks: readonly JsonObject[] | undefined, text: string, nameOf?: NameOf): string {
  if (!blocks?.length) return readMrkdwn(text, nameOf);
  return linesOf(blocks, { nameOf }).join("\n");
}

/** A modal or a Home tab in plain lines: its title, its blocks with what they hold, its buttons. */
export function readView(view: View, nameOf?: NameOf): string {
  const buttons = [view.close, view.submit].filter(isObject).map((button) => `[${readText(button, nameOf)}]`);
  const title = readText(view.title, nameOf);
  return [
    ...(title === "" ? [] : [title, "=".repeat(title.length)]),
    ...linesOf(view.blocks, { nameOf, values: view.state.values }),
    ...(buttons.length > 0 ? [buttons.join(" ")] : []),
  ].join("\n");
}

function linesOf(blocks: readonly JsonObject[], reader: Reader): string[] {
  return blocks.flatMap((block) => {
    const read = READERS[textOf(block["type"])];
    return read ? read(block, reader) : [`[${textOf(block["type"])}]`];
  });
}

function readSection(block: JsonObject, reader: Reader): string[] {
  const texts = [block["text"], ...objectsOf(block["fields"])].filter(isObject);
  const lines = texts.map((text) => readText(text, reader.nameOf));
  const accessory = block["accessory"];
  return isObject(accessory) ? [...lines, readElement(accessory, block["block_id"], reader)] : lines;
}

function readContext(block: JsonObject, reader: Reader): string[] {
  const parts = objectsOf(block["elements"]).map((element) =>
    element["type"] === "image"
      ? readElement(element, block["block_id"], reader)
      : readText(element, reader.nameOf),
  );
  return [parts.join(" · ")];
}

function readActions(block: JsonObject, reader: Reader): string[] {
  const elements = objectsOf(block["elements"]);
  return [elements.map((element) => readElement(element, block["block_id"], reader)).join(" ")];
}

function readInput(block: JsonObject, reader: Reader): string[] {
  const label = readText(block["label"], reader.nameOf);
  const optional = block["optional"] === true ? " (optional)" : "";
  const element = block["element"];
  const held = isObject(element) ? readElement(element, block["block_id"], reader) : "";
  const hint = readText(block["hint"], reader.nameOf);
  return [`${label}${optional}: ${held}`, ...(hint === "" ? [] : [`  ${hint}`])];
}

function readImage(block: JsonObject, reader: Reader): string[] {
  const title = readText(block["title"], reader.nameOf);
  return [...(title === "" ? [] : [title]), `[image: ${textOf(block["alt_text"])}]`];
}

/** Row by row, as a screen reader reads it. */
function readTable(block: JsonObject, { nameOf }: Reader): string[] {
  const rows = Array.isArray(block["rows"]) ? (block["rows"] as unknown[][]) : [];
  const lines = rows.map((row) => row.map((cell) => readCell(objectOf(cell), nameOf)).join(" · "));
  return [textOf(block["caption"]), ...lines];
}

function readCell(cell: JsonObject, nameOf: NameOf | undefined): string {
  return cell["type"] === "rich_text" ? readRichText(cell, nameOf).join(" ") : textOf(cell["text"]);
}

type Read = (block: JsonObject, reader: Reader) => string[];

const READERS: Record<string, Read | undefined> = {
  header: (block, { nameOf }) => [readText(block["text"], nameOf)],
  section: readSection,
  rich_text: (block, { nameOf }) => readRichText(block, nameOf),
  context: readContext,
  actions: readActions,
  input: readInput,
  image: readImage,
  markdown: (block) => [textOf(block["text"])],
  divider: () => ["---"],
  data_table: readTable,
  alert: (block, { nameOf }) => [readText(block["text"], nameOf)],
};
