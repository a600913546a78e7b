import { isObject, type JsonObject } from "../model/json-object.ts";
import type { Problems } from "./problems.ts";

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
