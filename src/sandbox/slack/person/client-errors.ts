import { VALUE_SHAPES } from "../blocks/element-values.ts";
import { textOf, type JsonObject } from "../model/json-object.ts";
import type { View } from "../model/view.ts";
import { allElements, type Found } from "./find-element.ts";

/** What Slack's client complains about by itself, by block_id, before the app hears of the submission. */
export function clientErrors(view: View): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const found of allElements(view.blocks)) {
    if (found.block.type !== "input") continue;
    const value = valueOf(view, found);
    const error = isEmpty(value) ? missing(found) : malformed(found.element, value);
    if (error) errors[found.blockId] = error;
  }
  return errors;
}

function valueOf(view: View, { blockId, actionId, element }: Found): unknown {
  const shape = VALUE_SHAPES[textOf(element["type"])];
  return shape ? view.state.values[blockId]?.[actionId]?.[shape.field] : undefined;
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || (Array.isArray(value) && value.length === 0);
}

function missing({ block }: Found): string | undefined {
  return block["optional"] === true ? undefined : "Please complete this required field.";
}

function malformed(element: JsonObject, value: unknown): string | undefined {
  const text = textOf(value);
  const min = element["min_length"];
  const max = element["max_length"];
  if (typeof min === "number" && text.length < min) return `Please enter at least ${min} characters.`;
  if (typeof max === "number" && text.length > max) return `Please enter no more than ${max} characters.`;
  if (element["type"] === "email_text_input" && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(text))
    return "Please enter a valid email address.";
  if (element["type"] === "url_text_input" && !URL.canParse(text)) return "Please enter a valid URL.";
  if (element["type"] === "number_input" && Number.isNaN(Number(text))) return "Please enter a number.";
  return undefined;
}
