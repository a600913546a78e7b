import { LIMITS } from "../limits.ts";
import { isObject, textOf, type JsonObject, objectsOf } from "../model/message-log.ts";
import { checkText, PLAIN, type Problems } from "./check-rich-text.ts";

export type Place = "section" | "actions" | "input";
type Check = (problems: Problems, element: JsonObject, pointer: string) => void;

interface ElementRule {
  places: readonly Place[];
  check?: Check;
}

export function checkElement(problems: Problems, element: unknown, pointer: string, place: Place): void {
  if (!isObject(element)) return problems.add("must be an object", pointer);
  const type = textOf(element["type"]);
  const rule = ELEMENT_RULES[type];
  if (!rule?.places.includes(place)) return problems.add(`unsupported type: ${type}`, `${pointer}/type`);
  problems.string(element, "action_id", pointer, LIMITS.actionId, 1);
  checkText(problems, element, "placeholder", pointer, LIMITS.placeholder, PLAIN);
  if (element["confirm"] !== undefined) checkConfirm(problems, element["confirm"], `${pointer}/confirm`);
  rule.check?.(problems, element, pointer);
}

export function checkImage(problems: Problems, image: JsonObject, pointer: string): void {
  if (image["image_url"] === undefined && image["slack_file"] === undefined)
    problems.required(image, "image_url", pointer);
  problems.string(image, "image_url", pointer, LIMITS.imageUrl, 1);
  if (problems.required(image, "alt_text", pointer))
    problems.string(image, "alt_text", pointer, LIMITS.altText, 1);
}

function checkButton(problems: Problems, button: JsonObject, pointer: string): void {
  if (problems.required(button, "text", pointer))
    checkText(problems, button, "text", pointer, LIMITS.buttonText, PLAIN);
  problems.string(button, "value", pointer, LIMITS.buttonValue);
  problems.string(button, "url", pointer, LIMITS.buttonUrl);
  problems.string(button, "accessibility_label", pointer, LIMITS.accessibilityLabel);
  const style = button["style"];
  if (style !== undefined && style !== "primary" && style !== "danger")
    problems.add("must be one of: primary, danger", `${pointer}/style`);
}

function checkStaticSelect(problems: Problems, select: JsonObject, pointer: string): void {
  if (select["option_groups"] !== undefined)
    checkOptionGroups(problems, select["option_groups"], `${pointer}/option_groups`);
  else if (problems.required(select, "options", pointer))
    checkOptions(problems, select["options"], `${pointer}/options`, LIMITS.options);
  checkInitial(problems, select, pointer);
}

function choices(max: number, types: readonly string[]): Check {
  return (problems, element, pointer) => {
    if (problems.required(element, "options", pointer))
      checkOptions(problems, element["options"], `${pointer}/options`, max, types);
    checkInitial(problems, element, pointer);
  };
}

function checkConfirm(problems: Problems, confirm: unknown, pointer: string): void {
  if (!isObject(confirm)) return problems.add("must be an object", pointer);
  checkText(problems, confirm, "title", pointer, LIMITS.confirmTitle, PLAIN);
  if (problems.required(confirm, "text", pointer))
    checkText(problems, confirm, "text", pointer, LIMITS.confirmText);
  checkText(problems, confirm, "confirm", pointer, LIMITS.confirmButton, PLAIN);
  checkText(problems, confirm, "deny", pointer, LIMITS.confirmButton, PLAIN);
}

function checkMoment(problems: Problems, picker: JsonObject, pointer: string): void {
  const initial = picker["initial_date_time"];
  if (initial !== undefined && !/^\d{10}$/.test(JSON.stringify(initial)))
    problems.add("must be a UNIX timestamp of 10 digits", `${pointer}/initial_date_time`);
}

function checkTyped(problems: Problems, input: JsonObject, pointer: string): void {
  problems.string(input, "initial_value", pointer, LIMITS.inputLength);
  const max = input["max_length"];
  if (max !== undefined && (typeof max !== "number" || max < 1 || max > LIMITS.inputLength))
    problems.add(`must be between 1 and ${LIMITS.inputLength}`, `${pointer}/max_length`);
}

function checkFileInput(problems: Problems, input: JsonObject, pointer: string): void {
  const { filetypes: types, max_files: most } = input;
  if (types !== undefined && !(Array.isArray(types) && types.every((type) => typeof type === "string")))
    problems.add("must be an array of strings", `${pointer}/filetypes`);
  if (most !== undefined && (typeof most !== "number" || most < 1 || most > LIMITS.inputFiles))
    problems.add(`must be between 1 and ${LIMITS.inputFiles}`, `${pointer}/max_files`);
}

const EVERYWHERE = ["section", "actions", "input"] as const;
const BOTH_TEXTS = ["plain_text", "mrkdwn"] as const;

const ELEMENT_RULES: Record<string, ElementRule | undefined> = {
  button: { places: ["section", "actions"], check: checkButton },
  image: { places: ["section"], check: checkImage },
  overflow: { places: ["section", "actions"], check: choices(LIMITS.overflowOptions, PLAIN) },
  checkboxes: { places: EVERYWHERE, check: choices(LIMITS.checkboxOptions, BOTH_TEXTS) },
  radio_buttons: { places: EVERYWHERE, check: choices(LIMITS.radioOptions, BOTH_TEXTS) },
  static_select: { places: EVERYWHERE, check: checkStaticSelect },
  multi_static_select: { places: ["section", "input"], check: checkStaticSelect },
  external_select: { places: EVERYWHERE },
  multi_external_select: { places: ["section", "input"] },
  users_select: { places: EVERYWHERE },
  multi_users_select: { places: ["section", "input"] },
  conversations_select: { places: EVERYWHERE },
  multi_conversations_select: { places: ["section", "input"] },
  channels_select: { places: EVERYWHERE },
  multi_channels_select: { places: ["section", "input"] },
  datepicker: { places: EVERYWHERE },
  timepicker: { places: EVERYWHERE },
  datetimepicker: { places: ["actions", "input"], check: checkMoment },
  plain_text_input: { places: ["input"], check: checkTyped },
  email_text_input: { places: ["input"], check: checkTyped },
  url_text_input: { places: ["input"], check: checkTyped },
  file_input: { places: ["input"], check: checkFileInput },
  number_input: {
    places: ["input"],
    check: (problems, input, pointer) => void problems.required(input, "is_decimal_allowed", pointer),
  },
};

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

function checkInitial(problems: Problems, element: JsonObject, pointer: string): void {
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
