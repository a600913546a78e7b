import {
  objectsOf,
  textOf,
  type JsonObject,
  objectOf,
  isObject,
  type ViewValues,
} from "../model/message-log.ts";
import { offeredOptions } from "../blocks/check-element.ts";
import { initialValue, VALUE_SHAPES } from "../blocks/value-shapes.ts";

export function readRichText(block: JsonObject, nameOf?: NameOf): string[] {
  return objectsOf(block["elements"])
    .flatMap((part) => readPart(part, nameOf))
    .flatMap((text) => text.replace(/\n$/, "").split("\n"));
}

function readPart(part: JsonObject, nameOf?: NameOf): string[] {
  if (part["type"] === "rich_text_list")
    return objectsOf(part["elements"]).map((item, index) => {
      const mark = part["style"] === "ordered" ? `${index + 1}.` : "•";
      return `${mark} ${readInlines(item, nameOf)}`;
    });
  const text = readInlines(part, nameOf);
  return [part["type"] === "rich_text_quote" ? `> ${text}` : text];
}

function readInlines(part: JsonObject, nameOf?: NameOf): string {
  return objectsOf(part["elements"])
    .map((element) => readInline(element, nameOf))
    .join("");
}

function readInline(element: JsonObject, nameOf?: NameOf): string {
  const named = (id: unknown) => nameOf?.(textOf(id)) ?? textOf(id);
  switch (element["type"]) {
    case "user":
      return `@${named(element["user_id"])}`;
    case "usergroup":
      return `@${named(element["usergroup_id"])}`;
    case "channel":
      return `#${named(element["channel_id"])}`;
    case "broadcast":
      return `@${textOf(element["range"])}`;
    case "emoji":
      return `:${textOf(element["name"])}:`;
    case "date":
      return textOf(element["fallback"]) || isoMinute(Number(element["timestamp"]));
    case "link":
      return readLink(textOf(element["url"]), textOf(element["text"]));
    default:
      return textOf(element["text"] ?? element["value"]);
  }
}

function readLink(url: string, text: string): string {
  return text === "" || text === url ? url : `${text} (${url})`;
}

/** The name of a user or a channel by its id, without @ or #. */
export type NameOf = (id: string) => string | undefined;

/** A text object as a person reads it. */
export function readText(text: unknown, nameOf?: NameOf): string {
  const { type, text: written } = objectOf(text);
  return type === "mrkdwn" ? readMrkdwn(textOf(written), nameOf) : textOf(written);
}

/** Slack's markup with its mentions, dates, links and escapes read out; stars and underscores stay. */
export function readMrkdwn(markup: string, nameOf?: NameOf): string {
  return markup
    .replace(/<([^<>]*)>/g, (_whole, inner: string) => readAngled(inner, nameOf))
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}

function readAngled(inner: string, nameOf?: NameOf): string {
  const [target, label] = splitOnce(inner);
  const id = target.slice(1);
  if (target.startsWith("@")) return `@${nameOf?.(id) ?? label ?? id}`;
  if (target.startsWith("#")) return `#${nameOf?.(id) ?? label ?? id}`;
  if (target.startsWith("!date^")) return label ?? isoMinute(Number(target.split("^")[1]));
  if (target.startsWith("!")) return label ?? `@${id}`;
  return label === undefined || label === target.replace(/^mailto:/, "")
    ? target.replace(/^mailto:/, "")
    : `${label} (${target})`;
}

function splitOnce(inner: string): [string, string | undefined] {
  const bar = inner.indexOf("|");
  return bar < 0 ? [inner, undefined] : [inner.slice(0, bar), inner.slice(bar + 1)];
}

/** A moment in UTC to the minute, as 2026-01-31 09:05 UTC. */
export function isoMinute(seconds: number): string {
  if (Number.isNaN(seconds)) return "?";
  return `${new Date(seconds * 1000).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

export interface Reader {
  nameOf?: NameOf | undefined;
  /** What is typed and chosen so far. */
  values?: ViewValues | undefined;
}

/** A button as [Text], choices with a mark before each, any other element as what it holds. */
export function readElement(element: JsonObject, blockId: unknown, reader: Reader): string {
  const type = textOf(element["type"]);
  if (type === "button") return `[${readText(element["text"], reader.nameOf)}]`;
  if (type === "image") return `[image: ${textOf(element["alt_text"])}]`;
  if (type === "overflow") return `[… ${optionTexts(offeredOptions(element), reader).join(" / ")}]`;
  const value = valueOf(element, blockId, reader);
  if (type === "checkboxes" || type === "radio_buttons") return readChoices(element, value, reader);
  const held = readValue(type, value, reader);
  if (held !== "") return held;
  const placeholder = readText(element["placeholder"], reader.nameOf);
  return placeholder === "" ? "(empty)" : `(${placeholder})`;
}

function valueOf(element: JsonObject, blockId: unknown, { values }: Reader): unknown {
  const shape = VALUE_SHAPES[textOf(element["type"])];
  if (!shape) return undefined;
  const kept = values?.[textOf(blockId)]?.[textOf(element["action_id"])];
  return (kept ?? initialValue(element))?.[shape.field];
}

function readChoices(element: JsonObject, value: unknown, reader: Reader): string {
  const chosen = new Set(listOf(value).map((one) => isObject(one) && one["value"]));
  const marks = element["type"] === "radio_buttons" ? ["( )", "(•)"] : ["[ ]", "[x]"];
  return offeredOptions(element)
    .map(
      (option) => `${marks[Number(chosen.has(option["value"]))]} ${readText(option["text"], reader.nameOf)}`,
    )
    .join("  ");
}

function readValue(type: string, value: unknown, reader: Reader): string {
  if (type === "datetimepicker" && typeof value === "number") return isoMinute(value);
  return listOf(value)
    .map((one) => (isObject(one) ? readText(one["text"], reader.nameOf) : readId(type, textOf(one), reader)))
    .join(", ");
}

function readId(type: string, text: string, { nameOf }: Reader): string {
  if (type.endsWith("users_select")) return `@${nameOf?.(text) ?? text}`;
  if (type.endsWith("conversations_select") || type.endsWith("channels_select"))
    return `#${nameOf?.(text) ?? text}`;
  return text;
}

function optionTexts(options: JsonObject[], { nameOf }: Reader): string[] {
  return objectsOf(options).map((option) => readText(option["text"], nameOf));
}

function listOf(value: unknown): unknown[] {
  if (value === null || value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
