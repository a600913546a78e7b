import { offeredOptions } from "../blocks/check-options.ts";
import { initialValue, VALUE_SHAPES } from "../blocks/element-values.ts";
import { isObject, objectsOf, textOf, type JsonObject } from "../model/json-object.ts";
import type { ViewValues } from "../model/view.ts";
import { isoMinute, readText, type NameOf } from "./read-text.ts";

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
