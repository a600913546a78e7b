import type { JsonObject } from "./json-object.ts";
import type { Block } from "./message.ts";

export type ViewValues = Record<string, Record<string, JsonObject>>;

export interface View {
  id: string;
  team_id: string;
  type: "modal" | "home";
  blocks: Block[];
  private_metadata: string;
  callback_id: string;
  external_id: string;
  state: { values: ViewValues };
  hash: string;
  title: JsonObject | null;
  close: JsonObject | null;
  submit: JsonObject | null;
  clear_on_close: boolean;
  notify_on_close: boolean;
  previous_view_id: string | null;
  root_view_id: string;
  app_id: string;
  bot_id: string;
  app_installed_team_id: string;
}

export interface Option {
  text: JsonObject;
  value: string;
  description?: JsonObject;
}
