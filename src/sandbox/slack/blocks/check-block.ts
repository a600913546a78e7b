import { LIMITS } from "../limits.ts";
import { isObject, textOf, type JsonObject } from "../model/json-object.ts";
import { checkElement, checkImage } from "./check-element.ts";
import { checkRichText } from "./check-rich-text.ts";
import { checkText, checkTextObject, PLAIN } from "./check-text.ts";
import type { Problems } from "./problems.ts";

type Check = (problems: Problems, block: JsonObject, pointer: string) => void;

export function checkBlock(problems: Problems, block: unknown, pointer: string): void {
  if (!isObject(block)) return problems.add("must be an object", pointer);
  const type = textOf(block["type"]);
  const check = BLOCK_CHECKS[type];
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
};
