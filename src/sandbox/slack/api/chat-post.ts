import { LIMITS } from "../limits.ts";
import { textOf, type JsonObject } from "../model/json-object.ts";
import { missingArgument, SlackError } from "../slack-error.ts";
import type { ApiMethod, MethodCall } from "./api-method.ts";
import { findPostTarget } from "./find-channel.ts";
import { messageContent } from "./message-content.ts";
import { postAsBot } from "./post-as-bot.ts";
import { presentMessage } from "./present-message.ts";
import { threadRoot } from "./thread-root.ts";

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
