import type { JsonObject } from "../model/json-object.ts";
import type { Message } from "../model/message.ts";
import type { SlackContext } from "../slack-context.ts";

export function presentMessage(ctx: SlackContext, message: Message, withMetadata = false): JsonObject {
  const { channel, metadata, ...shown } = message;
  const replies = ctx.workspace.messages.replies(channel, message.ts);
  return structuredClone({
    ...shown,
    ...(replies.length > 0 && threadOf(message, replies)),
    ...(withMetadata && metadata?.["event_type"] !== undefined && { metadata }),
  });
}

function threadOf(parent: Message, replies: Message[]): JsonObject {
  const people = [...new Set(replies.map((reply) => reply.user))];
  return {
    thread_ts: parent.ts,
    reply_count: replies.length,
    reply_users_count: people.length,
    latest_reply: replies.at(-1)?.ts,
    reply_users: people,
    is_locked: false,
    subscribed: false,
  };
}
