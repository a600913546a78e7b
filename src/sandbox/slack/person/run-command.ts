import { type JsonObject, flagOf, textOf } from "../model/message-log.ts";
import type { ResponseTarget } from "../model/response-urls.ts";
import type { SlackChannel } from "../model/slack-channel.ts";
import type { SlackUser } from "../model/slack-user.ts";
import type { Receipt } from "../delivery/http-courier.ts";
import { SlackError } from "../slack-error.ts";
import type { SlackContext } from "../slack-context.ts";
import { findPerson } from "./click.ts";
import { messageContent, type MessageContent, postAsBot } from "../api/chat-post.ts";
import { LIMITS } from "../limits.ts";

export interface CommandInput {
  userId: string;
  channelId: string;
  text: string;
  command?: string;
  threadTs?: string;
  /** As with the app's setting "Escape channels, users, and links", which is on where nothing else is said. */
  escape?: boolean;
}

export interface CommandOutcome {
  acknowledged: boolean;
  ackMs: number;
  status: number;
  immediate?: JsonObject;
  triggerId?: string;
  responseUrl?: string;
  error?: string;
  /** What Slack itself tells the person when the app did not take the command. */
  notice?: string;
}

export async function runCommand(ctx: SlackContext, input: CommandInput): Promise<CommandOutcome> {
  const user = findPerson(ctx, input.userId);
  const channel = ctx.workspace.channels.find(input.channelId);
  const error = refusalOf(channel, user, input);
  if (error || !channel)
    return { acknowledged: false, ackMs: 0, status: 0, error: error ?? "channel_not_found" };
  const target: ResponseTarget = { channelId: channel.id, userId: user.id };
  const payload = payloadOf(ctx, channel, user, target, input);
  const receipt = await ctx.courier.deliver({ kind: "slash_commands", payload, acceptsPayload: true });
  const { trigger_id: triggerId, response_url: responseUrl, command } = payload;
  const notice = receipt.error && `${command} failed with the error "${receipt.error}"`;
  return { ...shown(ctx, target, receipt), triggerId, responseUrl, ...(notice && { notice }) };
}

function refusalOf(
  channel: SlackChannel | undefined,
  user: SlackUser,
  input: CommandInput,
): string | undefined {
  if (!channel) return "channel_not_found";
  if (input.threadTs) return "command_not_supported_in_threads";
  if (user.deleted) return "account_inactive";
  if (!channel.members.has(user.id)) return "not_in_channel";
  if (channel.isArchived) return "is_archived";
  return undefined;
}

function payloadOf(
  ctx: SlackContext,
  channel: SlackChannel,
  user: SlackUser,
  target: ResponseTarget,
  input: CommandInput,
) {
  const { team, appId, verificationToken } = ctx.identity;
  return {
    token: verificationToken,
    team_id: team.id,
    team_domain: team.domain,
    channel_id: channel.id,
    channel_name: channelNameOf(channel),
    user_id: user.id,
    user_name: user.name,
    command: input.command ?? "/cyclr",
    text: (input.escape ?? true) ? escapeCommandText(ctx, input.text.trim()) : input.text.trim(),
    api_app_id: appId,
    is_enterprise_install: "false",
    response_url: `${ctx.origin()}${ctx.responseUrls.issue("commands", target)}`,
    trigger_id: ctx.triggers.issue(user.id),
  };
}

function channelNameOf(channel: SlackChannel): string {
  return channel.kind === "private" ? "privategroup" : channel.name;
}

function shown(ctx: SlackContext, target: ResponseTarget, receipt: Receipt): CommandOutcome {
  const { answer, ...outcome } = receipt;
  if (!answer || (!answer["text"] && !answer["blocks"])) return outcome;
  try {
    answerTo(ctx, target, answer);
    return { ...outcome, immediate: answer };
  } catch (error) {
    if (error instanceof SlackError) return { ...outcome, immediate: answer, error: error.code };
    throw error;
  }
}

/** The text as an app gets it with "Escape channels, users, and links" switched on. */
function escapeCommandText(ctx: SlackContext, text: string): string {
  const users = new Map(ctx.workspace.users.all().map((user) => [user.name, user.id]));
  const channels = new Map(ctx.workspace.channels.all().map((channel) => [channel.name, channel.id]));
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replace(/https?:\/\/[^\s|]+/g, (url) => `<${url}>`)
    .replace(/(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, (email) => `<mailto:${email}|${email}>`)
    .replace(/(^|\s)@([\w.-]+)/g, (whole, before: string, name: string) => {
      const id = users.get(name);
      return id ? `${before}<@${id}|${name}>` : whole;
    })
    .replace(/(^|\s)#([\w-]+)/g, (whole, before: string, name: string) => {
      const id = channels.get(name);
      return id ? `${before}<#${id}|${name}>` : whole;
    });
}

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
