import { textOf, type JsonObject } from "../model/json-object.ts";
import type { View } from "../model/view.ts";
import type { SlackContext } from "../slack-context.ts";
import { allElements } from "./find-element.ts";

/** One response URL for each chosen conversation of a select that asks for it. */
export function responseUrlsOf(ctx: SlackContext, userId: string, view: View): JsonObject[] {
  return allElements(view.blocks)
    .filter((found) => found.element["response_url_enabled"] === true)
    .flatMap(({ blockId, actionId }) => {
      const chosen = view.state.values[blockId]?.[actionId];
      const channelId = textOf(chosen?.["selected_conversation"] ?? chosen?.["selected_channel"]);
      if (channelId === "") return [];
      const path = ctx.responseUrls.issue("actions", { channelId, userId });
      const url = `${ctx.origin()}${path}`;
      return [{ block_id: blockId, action_id: actionId, channel_id: channelId, response_url: url }];
    });
}
