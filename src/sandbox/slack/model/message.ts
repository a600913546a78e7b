import type { JsonObject } from "./json-object.ts";

export type Block = JsonObject & { type: string; block_id?: string };

export interface Message {
  type: "message";
  channel: string;
  ts: string;
  user: string;
  text: string;
  team?: string;
  subtype?: string;
  bot_id?: string;
  app_id?: string;
  bot_profile?: JsonObject;
  blocks?: Block[];
  thread_ts?: string;
  metadata?: JsonObject;
  edited?: { user: string; ts: string };
  files?: JsonObject[];
}

/** `user` is the only person who sees it. */
export interface EphemeralMessage {
  channel: string;
  user: string;
  ts: string;
  text: string;
  blocks?: Block[];
  thread_ts?: string;
}
