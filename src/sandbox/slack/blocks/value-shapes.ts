import type { JsonObject } from "../model/message-log.ts";

export interface ValueShape {
  field: string;
  initial: string;
  kind:
    | "text"
    | "option"
    | "options"
    | "user"
    | "users"
    | "conversation"
    | "conversations"
    | "date"
    | "time"
    | "number"
    | "files";
}

/** Where each stateful element keeps its value in `view.state.values`, and where its first value comes from. */
export const VALUE_SHAPES: Record<string, ValueShape | undefined> = {
  plain_text_input: { field: "value", initial: "initial_value", kind: "text" },
  email_text_input: { field: "value", initial: "initial_value", kind: "text" },
  url_text_input: { field: "value", initial: "initial_value", kind: "text" },
  number_input: { field: "value", initial: "initial_value", kind: "text" },
  file_input: { field: "files", initial: "", kind: "files" },
  static_select: { field: "selected_option", initial: "initial_option", kind: "option" },
  external_select: { field: "selected_option", initial: "initial_option", kind: "option" },
  radio_buttons: { field: "selected_option", initial: "initial_option", kind: "option" },
  multi_static_select: { field: "selected_options", initial: "initial_options", kind: "options" },
  multi_external_select: { field: "selected_options", initial: "initial_options", kind: "options" },
  checkboxes: { field: "selected_options", initial: "initial_options", kind: "options" },
  users_select: { field: "selected_user", initial: "initial_user", kind: "user" },
  multi_users_select: { field: "selected_users", initial: "initial_users", kind: "users" },
  conversations_select: {
    field: "selected_conversation",
    initial: "initial_conversation",
    kind: "conversation",
  },
  multi_conversations_select: {
    field: "selected_conversations",
    initial: "initial_conversations",
    kind: "conversations",
  },
  channels_select: { field: "selected_channel", initial: "initial_channel", kind: "conversation" },
  multi_channels_select: { field: "selected_channels", initial: "initial_channels", kind: "conversations" },
  datepicker: { field: "selected_date", initial: "initial_date", kind: "date" },
  timepicker: { field: "selected_time", initial: "initial_time", kind: "time" },
  datetimepicker: { field: "selected_date_time", initial: "initial_date_time", kind: "number" },
};

const LISTS = new Set(["options", "users", "conversations", "files"]);

export function initialValue(element: JsonObject): JsonObject | undefined {
  const type = String(element["type"]);
  const shape = VALUE_SHAPES[type];
  if (!shape) return undefined;
  const empty = LISTS.has(shape.kind) ? [] : null;
  return { type, [shape.field]: element[shape.initial] ?? empty };
}
