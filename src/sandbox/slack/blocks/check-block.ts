import { LIMITS } from "../limits.ts";
import { isObject, textOf, type JsonObject, objectsOf, type Block } from "../model/message-log.ts";
import { checkElement, checkImage } from "./check-element.ts";
import { checkAlert, checkDataTable, tableTextLength } from "./check-data-table.ts";
import { checkRichText, checkText, checkTextObject, PLAIN, Problems } from "./check-rich-text.ts";
import { invalidArguments, SlackError, invalidBlocks } from "../slack-error.ts";
import { randomText } from "../model/triggers.ts";

type Check = (problems: Problems, block: JsonObject, pointer: string) => void;

/** Where blocks stand. */
type Surface = "message" | "modal" | "home";

export function checkBlock(problems: Problems, block: unknown, pointer: string, surface: Surface): void {
  if (!isObject(block)) return problems.add("must be an object", pointer);
  const type = textOf(block["type"]);
  const check = (ONLY_IN[type] ?? surface) === surface ? BLOCK_CHECKS[type] : undefined;
  if (!check) return problems.add(`unsupported type: ${type}`, `${pointer}/type`);
  problems.string(block, "block_id", pointer, LIMITS.blockId, 1);
  check(problems, block, pointer);
}

function checkSection(problems: Problems, block: JsonObject, pointer: string): void {
  const fields = block["fields"];
  if (block["text"] === undefined && fields === undefined) problems.required(block, "text", pointer);
  checkText(problems, block, "text", pointer, LIMITS.sectionText);
  if (fields !== undefined) checkFields(problems, fields, `${pointer}/fields`);
  if (block["accessory"] !== undefined)
    checkElement(problems, block["accessory"], `${pointer}/accessory`, "section");
}

function checkFields(problems: Problems, fields: unknown, pointer: string): void {
  if (!Array.isArray(fields)) return problems.add("must be an array", pointer);
  problems.count(fields, pointer, LIMITS.sectionFields);
  fields.forEach((field, index) =>
    checkTextObject(problems, field, `${pointer}/${index}`, LIMITS.sectionField, ["plain_text", "mrkdwn"]),
  );
}

function checkHeader(problems: Problems, block: JsonObject, pointer: string): void {
  if (problems.required(block, "text", pointer))
    checkText(problems, block, "text", pointer, LIMITS.headerText, PLAIN);
}

function checkContext(problems: Problems, block: JsonObject, pointer: string): void {
  const elements = block["elements"];
  if (!Array.isArray(elements)) return problems.add("missing required field: elements", pointer);
  problems.count(elements, `${pointer}/elements`, LIMITS.contextElements);
  elements.forEach((element, index) => {
    const at = `${pointer}/elements/${index}`;
    if (isObject(element) && element["type"] === "image") checkImage(problems, element, at);
    else checkTextObject(problems, element, at, LIMITS.textObject, ["plain_text", "mrkdwn"]);
  });
}

function checkActions(problems: Problems, block: JsonObject, pointer: string): void {
  const elements = block["elements"];
  if (!Array.isArray(elements)) return problems.add("missing required field: elements", pointer);
  problems.count(elements, `${pointer}/elements`, LIMITS.actionsElements);
  elements.forEach((element, index) =>
    checkElement(problems, element, `${pointer}/elements/${index}`, "actions"),
  );
}

function checkInput(problems: Problems, block: JsonObject, pointer: string): void {
  if (problems.required(block, "label", pointer))
    checkText(problems, block, "label", pointer, LIMITS.inputLabel, PLAIN);
  checkText(problems, block, "hint", pointer, LIMITS.inputHint, PLAIN);
  if (problems.required(block, "element", pointer))
    checkElement(problems, block["element"], `${pointer}/element`, "input");
}

function checkImageBlock(problems: Problems, block: JsonObject, pointer: string): void {
  checkImage(problems, block, pointer);
  checkText(problems, block, "title", pointer, LIMITS.imageTitle, PLAIN);
}

function checkMarkdown(problems: Problems, block: JsonObject, pointer: string): void {
  if (problems.required(block, "text", pointer))
    problems.string(block, "text", pointer, LIMITS.markdownText, 1);
}

const BLOCK_CHECKS: Record<string, Check | undefined> = {
  section: checkSection,
  header: checkHeader,
  context: checkContext,
  actions: checkActions,
  input: checkInput,
  image: checkImageBlock,
  markdown: checkMarkdown,
  divider: () => {},
  rich_text: checkRichText,
  data_table: checkDataTable,
  alert: checkAlert,
};

const ONLY_IN: Record<string, Surface | undefined> = { data_table: "message", alert: "modal" };

/** A view definition that Slack would take, or the error it answers with. */
export function acceptView(view: unknown, type: "modal" | "home"): JsonObject {
  if (!isObject(view)) throw invalidArguments(["missing required field: view"]);
  if (Buffer.byteLength(JSON.stringify(view)) > LIMITS.viewBytes) throw new SlackError("view_too_large");
  const problems = new Problems();
  if (view["type"] !== type) problems.add(`must be one of: ${type}`, "/view/type");
  checkFrame(problems, view, type);
  checkViewBlocks(problems, view, type);
  if (problems.messages.length > 0) throw invalidArguments(problems.messages);
  return view;
}

function checkFrame(problems: Problems, view: JsonObject, type: "modal" | "home"): void {
  problems.string(view, "private_metadata", "/view", LIMITS.privateMetadata);
  problems.string(view, "callback_id", "/view", LIMITS.callbackId);
  problems.string(view, "external_id", "/view", LIMITS.externalId);
  if (type === "home") return;
  if (problems.required(view, "title", "/view"))
    checkText(problems, view, "title", "/view", LIMITS.viewTitle, PLAIN);
  checkText(problems, view, "submit", "/view", LIMITS.viewSubmit, PLAIN);
  checkText(problems, view, "close", "/view", LIMITS.viewClose, PLAIN);
  const hasInput = objectsOf(view["blocks"]).some((block) => block["type"] === "input");
  if (hasInput && !view["submit"])
    problems.add("`submit` is required when an `input` block is within the `blocks` array", "/view");
}

function checkViewBlocks(problems: Problems, view: JsonObject, type: "modal" | "home"): void {
  const blocks = view["blocks"];
  if (!Array.isArray(blocks)) return problems.add("missing required field: blocks", "/view");
  problems.count(blocks, "/view/blocks", LIMITS.viewBlocks, 0);
  blocks.forEach((block, index) => checkBlock(problems, block, `/view/blocks/${index}`, type));
  checkIds(problems, blocks, "/view/blocks");
}

/** A block_id is unique in its message or view, an action_id in its block. */
function checkIds(problems: Problems, blocks: unknown[], pointer: string): void {
  repeated(objectsOf(blocks).map((block) => block["block_id"])).forEach((id) =>
    problems.add(`block_id "${id}" already exists`, pointer),
  );
  blocks.forEach((block, index) => {
    if (!isObject(block)) return;
    repeated(elementsOf(block).map((element) => element["action_id"])).forEach((id) =>
      problems.add(`action_id "${id}" already exists`, `${pointer}/${index}`),
    );
  });
}

function repeated(ids: unknown[]): string[] {
  const texts = ids.filter((id) => typeof id === "string");
  return [...new Set(texts.filter((id, index) => texts.indexOf(id) !== index))];
}

/** Everything a person can use in a block: its accessory, its element, or the elements of an actions block. */
export function elementsOf(block: JsonObject): JsonObject[] {
  const single = [block["accessory"], block["element"]].filter(isObject);
  const listed = block["type"] === "actions" ? objectsOf(block["elements"]) : [];
  return [...single, ...listed].filter((element) => element["type"] !== "image");
}

const ID_ALPHABET = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ0123456789";

/** Fills in what Slack fills in: ids that were left out, and the defaults of text objects. */
export function normaliseBlocks(blocks: readonly unknown[]): Block[] {
  return blocks.map((source) => {
    const block = withTextDefaults(structuredClone(source)) as Block;
    block.block_id ??= randomText(5, ID_ALPHABET);
    for (const element of elementsOf(block)) element["action_id"] ??= randomText(5, ID_ALPHABET);
    return block;
  });
}

export function withTextDefaults(value: unknown): unknown {
  if (Array.isArray(value)) value.forEach(withTextDefaults);
  if (!isObject(value)) return value;
  addTextDefaults(value);
  Object.values(value).forEach(withTextDefaults);
  return value;
}

function addTextDefaults(value: JsonObject): void {
  if (typeof value["text"] !== "string") return;
  if (value["type"] === "plain_text") value["emoji"] ??= true;
  if (value["type"] === "mrkdwn") value["verbatim"] ??= false;
}

/** The blocks of a message as Slack keeps them, or the error Slack answers with. */
export function acceptBlocks(blocks: unknown): Block[] | undefined {
  if (blocks === undefined || blocks === null || blocks === "") return undefined;
  if (!Array.isArray(blocks)) throw new SlackError("invalid_blocks_format");
  const problems = new Problems();
  problems.count(blocks, "/blocks", LIMITS.messageBlocks, 0);
  blocks.forEach((block, index) => checkBlock(problems, block, `/blocks/${index}`, "message"));
  checkIds(problems, blocks, "/blocks");
  if (tableTextLength(blocks) > LIMITS.tableText)
    problems.add(`data_table blocks have at most ${LIMITS.tableText} characters in all`, "/blocks");
  if (problems.messages.length > 0) throw invalidBlocks(problems.messages);
  if (blockTextLength(blocks) > LIMITS.messageBlockText) throw new SlackError("msg_blocks_too_long");
  return normaliseBlocks(blocks);
}

function blockTextLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + blockTextLength(item), 0);
  if (!isObject(value)) return 0;
  return Object.entries(value).reduce(
    (sum, [key, item]) =>
      sum + (key === "text" && typeof item === "string" ? item.length : blockTextLength(item)),
    0,
  );
}
