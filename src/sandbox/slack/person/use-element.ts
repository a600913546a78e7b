import { VALUE_SHAPES } from "../blocks/element-values.ts";
import { textOf, type JsonObject } from "../model/json-object.ts";
import type { ViewValues } from "../model/view.ts";
import type { SlackContext } from "../slack-context.ts";
import { chooseValue, pickOption, type Chosen } from "./choose-value.ts";
import type { Found } from "./find-element.ts";

export interface Use {
  actionId: string;
  blockId?: string;
  /** What a typed input is given. */
  value?: string;
  /** What a select, an overflow menu, checkboxes or a picker is given. */
  selected?: Chosen;
}

/** What is chosen so far where the element stands, what was loaded into it, and how a new choice is kept. */
export interface Standing {
  values: ViewValues;
  loaded: readonly object[];
  keep: (blockId: string, actionId: string, value: JsonObject) => void;
}

/** The entry of `actions` for this use; what it chooses is kept. */
export function useElement(ctx: SlackContext, found: Found, use: Use, standing: Standing): JsonObject {
  const { values, loaded, keep } = standing;
  const type = textOf(found.element["type"]);
  const action = {
    type,
    action_id: found.actionId,
    block_id: found.blockId,
    action_ts: ctx.workspace.messages.nextTs(),
  };
  const usable = { element: found.element, loaded, current: values[found.blockId]?.[found.actionId] };
  if (type === "button") return { ...pressed(found.element), ...action };
  if (type === "overflow") return { ...action, selected_option: pickOption(usable, use.selected ?? null) };
  if (!VALUE_SHAPES[type]) throw new Error(`a ${type} cannot be used`);
  const chosen = chooseValue(ctx, usable, use.selected ?? use.value ?? null);
  keep(found.blockId, found.actionId, chosen);
  return { ...chosen, ...action };
}

function pressed(button: JsonObject): JsonObject {
  const { text, value, style } = button;
  return { text, ...(value !== undefined && { value }), ...(style !== undefined && { style }) };
}
