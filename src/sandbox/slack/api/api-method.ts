import type { Tier } from "../limits.ts";
import type { JsonObject } from "../model/json-object.ts";
import type { SlackContext } from "../slack-context.ts";

export interface MethodCall {
  args: JsonObject;
  ctx: SlackContext;
}

/** `scopes` names what is needed, any one of them; nothing named means any bot token may call. */
export interface ApiMethod {
  tier: Tier;
  auth?: "bot" | "app" | "none";
  scopes?: (call: MethodCall) => readonly string[];
  run: (call: MethodCall) => JsonObject;
}
