import { flagOf, textOf, type JsonObject, type Message } from "../model/message-log.ts";
import { SlackError } from "../slack-error.ts";
import type { SlackContext } from "../slack-context.ts";
import {
  type ApiMethod,
  type MethodCall,
  scopesOfChannel,
  paginate,
  findJoinedChannel,
} from "./present-channel.ts";

const scopes = scopesOfChannel("history");

export const conversationHistory: ApiMethod = { tier: 3, scopes, run: runHistory };
export const conversationReplies: ApiMethod = { tier: 3, scopes, run: runReplies };

function runHistory({ args, ctx }: MethodCall): JsonObject {
  const channel = findJoinedChannel(ctx, args["channel"]);
  const topLevel = ctx.workspace.messages.all(channel.id).filter(isTopLevel);
  const newestFirst = within(topLevel, args).toReversed();
  return { ...pageOf(ctx, newestFirst, args), pin_count: 0 };
}

function runReplies({ args, ctx }: MethodCall): JsonObject {
  const channel = findJoinedChannel(ctx, args["channel"]);
  const thread = ctx.workspace.messages.thread(channel.id, textOf(args["ts"]));
  if (thread.length === 0) throw new SlackError("thread_not_found");
  const [parent, ...replies] = thread;
  return pageOf(ctx, parent ? [parent, ...within(replies, args)] : [], args);
}

function pageOf(ctx: SlackContext, messages: Message[], args: JsonObject): JsonObject {
  const page = paginate(messages, args, 100);
  const withMetadata = flagOf(args["include_all_metadata"]);
  return {
    messages: page.items.map((message) => presentMessage(ctx, message, withMetadata)),
    has_more: page.nextCursor !== "",
    ...(page.nextCursor !== "" && { response_metadata: { next_cursor: page.nextCursor } }),
  };
}

function isTopLevel(message: Message): boolean {
  return message.thread_ts === undefined || message.thread_ts === message.ts;
}

function within(messages: Message[], args: JsonObject): Message[] {
  const oldest = Number(textOf(args["oldest"]) || 0);
  const latest = Number(textOf(args["latest"]) || Infinity);
  const inclusive = flagOf(args["inclusive"]);
  return messages.filter((message) => {
    const at = Number(message.ts);
    return (at > oldest && at < latest) || (inclusive && (at === oldest || at === latest));
  });
}

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
