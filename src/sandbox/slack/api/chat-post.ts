import { LIMITS } from "../limits.ts";
import {
  textOf,
  type JsonObject,
  type Message,
  isObject,
  objectOf,
  type Block,
} from "../model/message-log.ts";
import { missingArgument, SlackError } from "../slack-error.ts";
import { type ApiMethod, type MethodCall, findPostTarget } from "./present-channel.ts";
import { presentMessage } from "./conversations-history.ts";
import type { SlackContext } from "../slack-context.ts";
import { acceptBlocks } from "../blocks/check-block.ts";

const scopes = () => ["chat:write"];

export const postMessage: ApiMethod = { tier: "special", scopes, run: runPostMessage };
export const postEphemeral: ApiMethod = { tier: 4, scopes, run: runPostEphemeral };

function runPostMessage({ args, ctx }: MethodCall): JsonObject {
  if (!args["channel"]) throw new SlackError("channel_not_found");
  const channel = findPostTarget(ctx, args["channel"]);
  const content = messageContent(args, LIMITS.messageText);
  if (ctx.limits.messagesPerSecond) ctx.rateLimits.takeMessage(channel.id);
  const threadTs = threadRoot(ctx, channel.id, args["thread_ts"]);
  const message = postAsBot(ctx, channel.id, { ...content, ...(threadTs && { thread_ts: threadTs }) });
  return { channel: channel.id, ts: message.ts, message: presentMessage(ctx, message, true) };
}

function runPostEphemeral({ args, ctx }: MethodCall): JsonObject {
  if (!args["channel"]) throw new SlackError("channel_not_found");
  if (!args["user"]) throw missingArgument("user");
  const userId = textOf(args["user"]);
  const channel = findPostTarget(ctx, args["channel"]);
  if (!channel.members.has(userId)) throw new SlackError("user_not_in_channel");
  const { text, blocks } = messageContent(args, LIMITS.messageText);
  const threadTs = threadRoot(ctx, channel.id, args["thread_ts"]);
  const whispered = ctx.workspace.messages.whisper({
    channel: channel.id,
    user: userId,
    text,
    ...(blocks && { blocks }),
    ...(threadTs && { thread_ts: threadTs }),
  });
  return { message_ts: whispered.ts };
}

/** The parent that a reply to this message hangs on. */
export function threadRoot(ctx: SlackContext, channelId: string, threadTs: unknown): string | undefined {
  const ts = textOf(threadTs);
  if (ts === "") return undefined;
  const parent = ctx.workspace.messages.all(channelId).find((message) => message.ts === ts);
  if (!parent) throw new SlackError("thread_not_found");
  return parent.thread_ts ?? parent.ts;
}

export function postAsBot(
  ctx: SlackContext,
  channelId: string,
  content: MessageContent & Pick<Partial<Message>, "thread_ts" | "files" | "subtype">,
): Message {
  const { identity, workspace } = ctx;
  return workspace.messages.post({
    user: identity.botUserId,
    bot_id: identity.botId,
    app_id: identity.appId,
    team: identity.team.id,
    bot_profile: {
      id: identity.botId,
      app_id: identity.appId,
      user_id: identity.botUserId,
      name: identity.botName,
      icons: {},
      deleted: false,
      updated: Math.floor(ctx.now() / 1000),
      team_id: identity.team.id,
    },
    channel: channelId,
    ...content,
  });
}

export interface MessageContent {
  text: string;
  blocks?: Block[];
  metadata?: JsonObject;
}

export function messageContent(args: JsonObject, maxText: number): MessageContent {
  const text = textOf(args["text"]);
  if (text.length > maxText) throw new SlackError("msg_too_long");
  const blocks = acceptBlocks(args["blocks"]);
  if (text === "" && !blocks?.length && !args["attachments"]) throw new SlackError("no_text");
  const metadata = acceptMetadata(args["metadata"]);
  return { text, ...(blocks && { blocks }), ...(metadata && { metadata }) };
}

function acceptMetadata(metadata: unknown): JsonObject | undefined {
  if (metadata === undefined || metadata === null || metadata === "") return undefined;
  if (!isObject(metadata)) throw new SlackError("invalid_metadata_format");
  if (Object.keys(metadata).length === 0) return {};
  if (textOf(metadata["event_type"]) === "") throw new SlackError("invalid_metadata_format");
  return { event_type: metadata["event_type"], event_payload: objectOf(metadata["event_payload"]) };
}
