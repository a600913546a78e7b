import { LIMITS } from "../limits.ts";
import { isObject, objectOf, textOf, type JsonObject } from "../model/message-log.ts";

/** Collects Slack's complaints, each with the JSON pointer of what it is about. */
export class Problems {
  readonly messages: string[] = [];

  add(message: string, pointer: string): void {
    this.messages.push(`${message} [json-pointer:${pointer}]`);
  }

  required(owner: JsonObject, field: string, pointer: string): boolean {
    if (owner[field] !== undefined && owner[field] !== null) return true;
    this.add(`missing required field: ${field}`, pointer);
    return false;
  }

  string(owner: JsonObject, field: string, pointer: string, max: number, min = 0): void {
    const value = owner[field];
    if (value === undefined || value === null) return;
    const at = `${pointer}/${field}`;
    if (typeof value !== "string") this.add("must be a string", at);
    else if (value.length > max) this.add(`must be less than ${max + 1} characters`, at);
    else if (value.length < min) this.add(`must be more than ${min - 1} characters`, at);
  }

  count(items: unknown[], pointer: string, max: number, min = 1): void {
    if (items.length > max) this.add(`no more than ${max} items allowed`, pointer);
    if (items.length < min) this.add(`no fewer than ${min} items allowed`, pointer);
  }
}

export function checkText(
  problems: Problems,
  owner: JsonObject,
  field: string,
  pointer: string,
  max: number,
  allowed: readonly string[] = ["plain_text", "mrkdwn"],
): void {
  const value = owner[field];
  if (value === undefined || value === null) return;
  checkTextObject(problems, value, `${pointer}/${field}`, max, allowed);
}

export function checkTextObject(
  problems: Problems,
  value: unknown,
  pointer: string,
  max: number,
  allowed: readonly string[],
): void {
  if (!isObject(value)) return problems.add("must be an object", pointer);
  if (typeof value["type"] !== "string" || !allowed.includes(value["type"]))
    problems.add(`must be one of: ${allowed.join(", ")}`, `${pointer}/type`);
  if (problems.required(value, "text", pointer)) problems.string(value, "text", pointer, max, 1);
}

export const PLAIN: readonly string[] = ["plain_text"];

type Check = (problems: Problems, element: JsonObject, pointer: string) => void;

/** Slack takes an empty section, but neither an empty block nor an empty text. */
export function checkRichText(problems: Problems, block: JsonObject, pointer: string): void {
  checkAll(problems, block, pointer, PARTS, 1);
}

function checkAll(
  problems: Problems,
  owner: JsonObject,
  pointer: string,
  checks: Record<string, Check | undefined>,
  min = 0,
): void {
  const elements = owner["elements"];
  if (!Array.isArray(elements)) return problems.add("missing required field: elements", pointer);
  if (elements.length < min) problems.add(`no fewer than ${min} items allowed`, `${pointer}/elements`);
  elements.forEach((element, index) => {
    const at = `${pointer}/elements/${index}`;
    const type = textOf(objectOf(element)["type"]);
    const check = checks[type];
    if (!isObject(element) || !check) problems.add(`unsupported type: ${type}`, `${at}/type`);
    else check(problems, element, at);
  });
}

const checkInlines: Check = (problems, part, pointer) => checkAll(problems, part, pointer, INLINES);

function checkList(problems: Problems, list: JsonObject, pointer: string): void {
  const style = textOf(list["style"]);
  if (style !== "bullet" && style !== "ordered")
    problems.add("must be one of: bullet, ordered", `${pointer}/style`);
  checkAll(problems, list, pointer, { rich_text_section: checkInlines });
}

/** An inline element with one string that it must have. */
function inline(field: string, max: number, check?: Check): Check {
  return (problems, element, pointer) => {
    if (problems.required(element, field, pointer)) problems.string(element, field, pointer, max, 1);
    checkStyle(problems, element["style"], pointer);
    check?.(problems, element, pointer);
  };
}

function checkStyle(problems: Problems, style: unknown, pointer: string): void {
  if (style === undefined) return;
  if (!isObject(style)) return problems.add("must be an object", `${pointer}/style`);
  for (const [name, value] of Object.entries(style))
    if (!STYLES.has(name) || typeof value !== "boolean")
      problems.add(`invalid style: ${name}`, `${pointer}/style`);
}

function checkDate(problems: Problems, date: JsonObject, pointer: string): void {
  if (!Number.isInteger(date["timestamp"])) problems.add("must be an integer", `${pointer}/timestamp`);
  problems.string(date, "url", pointer, LIMITS.richTextUrl, 1);
  problems.string(date, "fallback", pointer, LIMITS.messageBlockText, 1);
}

function checkRange(problems: Problems, broadcast: JsonObject, pointer: string): void {
  if (!["here", "channel", "everyone"].includes(textOf(broadcast["range"])))
    problems.add("must be one of: here, channel, everyone", `${pointer}/range`);
}

const STYLES = new Set([
  "bold",
  "italic",
  "strike",
  "code",
  "underline",
  "highlight",
  "client_highlight",
  "unlink",
]);

const PARTS: Record<string, Check | undefined> = {
  rich_text_section: checkInlines,
  rich_text_list: checkList,
  rich_text_preformatted: checkInlines,
  rich_text_quote: checkInlines,
};

const INLINES: Record<string, Check | undefined> = {
  text: inline("text", Infinity),
  link: inline("url", LIMITS.richTextUrl, (problems, link, pointer) =>
    problems.string(link, "text", pointer, Infinity, 1),
  ),
  user: inline("user_id", LIMITS.blockId),
  channel: inline("channel_id", LIMITS.blockId),
  usergroup: inline("usergroup_id", LIMITS.blockId),
  emoji: inline("name", LIMITS.blockId),
  color: inline("value", LIMITS.blockId),
  date: inline("format", LIMITS.messageBlockText, checkDate),
  broadcast: inline("range", LIMITS.blockId, checkRange),
};
