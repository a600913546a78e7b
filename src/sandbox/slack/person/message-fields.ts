import { presentMessage } from "../api/present-message.ts";
import type { JsonObject } from "../model/json-object.ts";
import type { SlackContext } from "../slack-context.ts";
import type { Seen } from "./find-seen.ts";

/** What an interaction payload says about the message it comes from; Slack keeps an ephemeral one to itself. */
export function messageFields(ctx: SlackContext, seen: Seen): JsonObject {
  const { channel, message, ephemeral } = seen;
  return {
    container: {
      type: "message",
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: ephemeral,
      ...(message.thread_ts && { thread_ts: message.thread_ts }),
    },
    channel: { id: channel.id, name: channel.kind === "private" ? "privategroup" : channel.name },
    ...(!seen.ephemeral && { message: presentMessage(ctx, seen.message) }),
  };
}
