import { LIMITS } from "../limits.ts";
import { isObject, objectsOf, textOf, type JsonObject } from "../model/json-object.ts";
import { checkText, PLAIN } from "./check-text.ts";
import type { Problems } from "./problems.ts";

export function checkOptions(
  problems: Problems,
  options: unknown,
  pointer: string,
  max: number,
  textTypes: readonly string[] = PLAIN,
): void {
  if (!Array.isArray(options)) return problems.add("must be an array", pointer);
  problems.count(options, pointer, max);
  options.forEach((option, index) => checkOption(problems, option, `${pointer}/${index}`, textTypes));
}

export function checkOptionGroups(problems: Problems, groups: unknown, pointer: string): void {
  if (!Array.isArray(groups)) return problems.add("must be an array", pointer);
  problems.count(groups, pointer, LIMITS.optionGroups);
  objectsOf(groups).forEach((group, index) => {
    const at = `${pointer}/${index}`;
    if (problems.required(group, "label", at))
      checkText(problems, group, "label", at, LIMITS.optionGroupLabel, PLAIN);
    checkOptions(problems, group["options"], `${at}/options`, LIMITS.options);
  });
}

export function checkInitial(problems: Problems, element: JsonObject, pointer: string): void {
  const offered = offeredOptions(element);
  const one = element["initial_option"];
  if (one !== undefined && !offered.some((option) => sameValue(option, one)))
    problems.add("must be one of the provided options", `${pointer}/initial_option`);
  const many = element["initial_options"];
  if (many === undefined) return;
  if (!Array.isArray(many) || many.length === 0)
    problems.add("no fewer than 1 items allowed", `${pointer}/initial_options`);
  else if (many.some((choice) => !offered.some((option) => sameValue(option, choice))))
    problems.add("must be one of the provided options", `${pointer}/initial_options`);
}

export function offeredOptions(element: JsonObject): JsonObject[] {
  const grouped = objectsOf(element["option_groups"]).flatMap((group) => objectsOf(group["options"]));
  return [...objectsOf(element["options"]), ...grouped];
}

function checkOption(problems: Problems, option: unknown, pointer: string, types: readonly string[]): void {
  if (!isObject(option)) return problems.add("must be an object", pointer);
  if (problems.required(option, "text", pointer))
    checkText(problems, option, "text", pointer, LIMITS.optionText, types);
  if (problems.required(option, "value", pointer))
    problems.string(option, "value", pointer, LIMITS.optionValue, 1);
  checkText(problems, option, "description", pointer, LIMITS.optionDescription, types);
}

function sameValue(option: JsonObject, other: unknown): boolean {
  return isObject(other) && textOf(option["value"]) === textOf(other["value"]);
}
