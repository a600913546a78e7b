import { messageContent, type MessageContent } from "../api/message-content.ts";
import { postAsBot } from "../api/post-as-bot.ts";
import { LIMITS } from "../limits.ts";
import { flagOf, textOf, type JsonObject } from "../model/json-object.ts";
import type { ResponseTarget } from "../model/response-urls.ts";
import type { SlackContext } from "../slack-context.ts";

/** What Slack does with a response_url's JSON, and with the JSON of a command's acknowledgement. */
export function answerTo(ctx: SlackContext, target: ResponseTarget, args: JsonObject): void {
  if (flagOf(args["delete_original"])) return removeOriginal(ctx, target);
  const content = messageContent(args, LIMITS.messageText);
  if (flagOf(args["replace_original"]) && replaceOriginal(ctx, target, content)) return;
  const threadTs = textOf(args["thread_ts"]) || undefined;
  const ephemeral = textOf(args["response_type"]) !== "in_channel";
  const ts = ephemeral ? whisper(ctx, target, content, threadTs) : post(ctx, target, content, threadTs);
  target.original ??= { ts, ephemeral };
}

function whisper(
  ctx: SlackContext,
  target: ResponseTarget,
  content: MessageContent,
  threadTs?: string,
): string {
  const { text, blocks } = content;
  return ctx.workspace.messages.whisper({
    channel: target.channelId,
    user: target.userId,
    text,
    ...(blocks && { blocks }),
    ...(threadTs && { thread_ts: threadTs }),
  }).ts;
}

function post(ctx: SlackContext, target: ResponseTarget, content: MessageContent, threadTs?: string): string {
  return postAsBot(ctx, target.channelId, { ...content, ...(threadTs && { thread_ts: threadTs }) }).ts;
}

function replaceOriginal(ctx: SlackContext, target: ResponseTarget, content: MessageContent): boolean {
  const messages = ctx.workspace.messages;
  const ts = target.original?.ts ?? "";
  const whispered = messages.findEphemeral(target.channelId, target.userId, ts);
  if (whispered) messages.changeEphemeral(whispered, { blocks: [], ...content });
  const posted = messages.find(target.channelId, ts);
  if (posted) messages.change(posted, { blocks: [], ...content });
  return whispered !== undefined || posted !== undefined;
}

function removeOriginal(ctx: SlackContext, target: ResponseTarget): void {
  const messages = ctx.workspace.messages;
  const ts = target.original?.ts ?? "";
  const whispered = messages.findEphemeral(target.channelId, target.userId, ts);
  if (whispered) messages.removeEphemeral(whispered);
  const posted = messages.find(target.channelId, ts);
  if (posted) messages.remove(posted);
}
