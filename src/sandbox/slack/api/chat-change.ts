import { LIMITS } from "../limits.ts";
import { textOf, type JsonObject, type Message } from "../model/message-log.ts";
import { SlackError } from "../slack-error.ts";
import type { SlackContext } from "../slack-context.ts";
import { type ApiMethod, type MethodCall, findChannel } from "./present-channel.ts";
import { messageContent } from "./chat-post.ts";
import { presentMessage } from "./conversations-history.ts";

const scopes = () => ["chat:write"];

export const updateMessage: ApiMethod = { tier: 3, scopes, run: runUpdate };
export const deleteMessage: ApiMethod = { tier: 3, scopes, run: runDelete };
export const getPermalink: ApiMethod = { tier: "special", run: runPermalink };

/** Blocks that are left out stay as they are, as in Slack; an empty array takes them away. */
function runUpdate({ args, ctx }: MethodCall): JsonObject {
  const message = ownMessage(ctx, args, "cant_update_message");
  if (ctx.workspace.channels.find(message.channel)?.isArchived) throw new SlackError("is_inactive");
  const { editWindowMs } = ctx.limits;
  if (editWindowMs !== undefined && ctx.now() - Number(message.ts) * 1000 > editWindowMs)
    throw new SlackError("edit_window_closed");
  const content = messageContent(args, LIMITS.updateText);
  const edited = { user: ctx.identity.botUserId, ts: ctx.workspace.messages.nextTs() };
  ctx.workspace.messages.change(message, { ...content, edited });
  const { channel, ts, text } = message;
  return { channel, ts, text, message: presentMessage(ctx, message, true) };
}

function runDelete({ args, ctx }: MethodCall): JsonObject {
  const message = ownMessage(ctx, args, "cant_delete_message");
  ctx.workspace.messages.remove(message);
  return { channel: message.channel, ts: message.ts };
}

function runPermalink({ args, ctx }: MethodCall): JsonObject {
  const channel = findChannel(ctx, args["channel"]);
  const message = ctx.workspace.messages.find(channel.id, textOf(args["message_ts"]));
  if (!message) throw new SlackError("message_not_found");
  const path = `archives/${channel.id}/p${message.ts.replace(".", "")}`;
  const thread = message.thread_ts ? `?thread_ts=${message.thread_ts}&cid=${channel.id}` : "";
  return {
    channel: channel.id,
    permalink: `https://${ctx.identity.team.domain}.slack.com/${path}${thread}`,
  };
}

function ownMessage(ctx: SlackContext, args: JsonObject, refusal: string): Message {
  const channel = findChannel(ctx, args["channel"]);
  const message = ctx.workspace.messages.find(channel.id, textOf(args["ts"]));
  if (!message) throw new SlackError("message_not_found");
  if (message.user !== ctx.identity.botUserId) throw new SlackError(refusal);
  return message;
}
