import { presentFile } from "../api/files-methods.ts";
import { offeredOptions } from "../blocks/check-element.ts";
import { VALUE_SHAPES } from "../blocks/value-shapes.ts";
import { isObject, objectOf, objectsOf, textOf, type JsonObject } from "../model/message-log.ts";
import { LIMITS } from "../limits.ts";
import type { SlackContext } from "../slack-context.ts";

export type Chosen = string | number | boolean | string[] | { value: string; text?: string } | null;

/** `loaded` are the options that an external select was last answered with. */
export interface Usable {
  element: JsonObject;
  loaded: readonly object[];
  current?: JsonObject | undefined;
}

/** What a person types or picks, as Slack keeps it in `state.values`. Throws for what Slack's client does not let happen. */
export function chooseValue(ctx: SlackContext, usable: Usable, chosen: Chosen): JsonObject {
  const type = textOf(usable.element["type"]);
  const shape = VALUE_SHAPES[type];
  if (!shape) throw new Error(`a ${type} holds no value`);
  return { type, [shape.field]: CHOOSERS[shape.kind](ctx, usable, chosen) };
}

export function pickOption({ element, loaded, current }: Usable, chosen: Chosen): JsonObject {
  const known = [element, objectOf(current)].flatMap((source) => [
    source["initial_option"],
    source["selected_option"],
    ...objectsOf(source["initial_options"]),
    ...objectsOf(source["selected_options"]),
  ]);
  const offered = [...offeredOptions(element), ...loaded, ...known].filter(isObject);
  const wanted = isObject(chosen) ? textOf(chosen["value"]) : String(chosen);
  const option =
    offered.find((one) => textOf(one["value"]) === wanted) ??
    offered.find((one) => textOf(objectOf(one["text"])["text"]) === wanted);
  if (option) return option;
  const names = offered.map((one) => textOf(one["value"])).join(", ") || "nothing";
  throw new Error(`"${wanted}" is not offered by ${textOf(element["action_id"])}: it offers ${names}`);
}

function pickOptions(usable: Usable, chosen: Chosen): JsonObject[] {
  if (chosen === null || chosen === false) return [];
  if (chosen === true) return offeredOptions(usable.element).slice(0, 1);
  return (Array.isArray(chosen) ? chosen : [chosen]).map((one) => pickOption(usable, one));
}

function listOf(chosen: Chosen): string[] {
  if (chosen === null) return [];
  return (Array.isArray(chosen) ? chosen : [chosen]).map((one) =>
    typeof one === "object" ? one.value : String(one),
  );
}

function first(values: string[]): string | null {
  return values[0] ?? null;
}

function users(ctx: SlackContext, chosen: Chosen): string[] {
  return listOf(chosen).map((id) => {
    if (!ctx.workspace.users.find(id)) throw new Error(`nobody in this workspace has the id ${id}`);
    return id;
  });
}

function conversations(ctx: SlackContext, chosen: Chosen): string[] {
  return listOf(chosen).map((id) => {
    if (!ctx.workspace.channels.find(id))
      throw new Error(`no conversation in this workspace has the id ${id}`);
    return id;
  });
}

function matching(pattern: RegExp, chosen: Chosen): string | null {
  const value = first(listOf(chosen));
  if (value !== null && !pattern.test(value))
    throw new Error(`"${value}" is not of the form ${pattern.source}`);
  return value;
}

/** Files that were uploaded, by id, of the types and as many as the element takes. */
function files(ctx: SlackContext, { element }: Usable, chosen: Chosen): JsonObject[] {
  const ids = listOf(chosen);
  const most = Number(element["max_files"] ?? LIMITS.inputFiles);
  if (ids.length > most) throw new Error(`${textOf(element["action_id"])} takes ${most} files at most`);
  const types = element["filetypes"];
  return ids.map((id) => {
    const file = ctx.workspace.files.find(id);
    if (!file?.content) throw new Error(`nobody in this workspace has uploaded ${id}`);
    const shown = presentFile(ctx, file);
    if (Array.isArray(types) && !types.includes(shown["filetype"]))
      throw new Error(`${file.name} is none of the types that are taken: ${types.join(", ")}`);
    return shown;
  });
}

type Chooser = (ctx: SlackContext, usable: Usable, chosen: Chosen) => unknown;

const CHOOSERS: Record<NonNullable<(typeof VALUE_SHAPES)[string]>["kind"], Chooser> = {
  text: (_ctx, _usable, chosen) => first(listOf(chosen).filter((value) => value !== "")),
  option: (_ctx, usable, chosen) => (chosen === null || chosen === "" ? null : pickOption(usable, chosen)),
  options: (_ctx, usable, chosen) => pickOptions(usable, chosen),
  user: (ctx, _usable, chosen) => first(users(ctx, chosen)),
  users: (ctx, _usable, chosen) => users(ctx, chosen),
  conversation: (ctx, _usable, chosen) => first(conversations(ctx, chosen)),
  conversations: (ctx, _usable, chosen) => conversations(ctx, chosen),
  date: (_ctx, _usable, chosen) => matching(/^\d{4}-\d{2}-\d{2}$/, chosen),
  time: (_ctx, _usable, chosen) => matching(/^\d{2}:\d{2}$/, chosen),
  files,
  number: (_ctx, _usable, chosen) => (chosen === null ? null : Number(first(listOf(chosen)))),
};
