import { presentMessage } from "../api/present-message.ts";
import { stateOf } from "../blocks/element-values.ts";
import type { JsonObject } from "../model/json-object.ts";
import type { EphemeralMessage, Message } from "../model/message.ts";
import type { SlackChannel } from "../model/slack-channel.ts";
import type { SlackContext } from "../slack-context.ts";
import { findElement } from "./find-element.ts";
import { findPerson, interactionBase } from "./interaction-base.ts";
import { useElement, type Use } from "./use-element.ts";

export interface ClickInput extends Use {
  userId: string;
  channelId: string;
  ts: string;
}

export interface InteractionOutcome {
  acknowledged: boolean;
  ackMs: number;
  status: number;
  triggerId: string;
  responseUrl?: string;
  error?: string;
}

export async function click(ctx: SlackContext, input: ClickInput): Promise<InteractionOutcome> {
  const user = findPerson(ctx, input.userId);
  const { channel, message, ephemeral } = findSeen(ctx, input);
  const values = ctx.workspace.messages.state(channel.id, message.ts);
  Object.assign(values, stateOf(message.blocks ?? [], values));
  const found = findElement(message.blocks ?? [], input.actionId, input.blockId);
  const action = useElement(ctx, found, values, input, []);
  const threadTs = message.thread_ts;
  const responseUrl = `${ctx.origin()}${ctx.responseUrls.issue("actions", {
    channelId: channel.id,
    userId: user.id,
    original: { ts: message.ts, ephemeral },
  })}`;
  const triggerId = ctx.triggers.issue(user.id);
  const payload: JsonObject = {
    type: "block_actions",
    ...interactionBase(ctx, user),
    container: {
      type: "message",
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: ephemeral,
      ...(threadTs && { thread_ts: threadTs }),
    },
    trigger_id: triggerId,
    channel: { id: channel.id, name: channel.kind === "private" ? "privategroup" : channel.name },
    ...(!ephemeral && { message: presentMessage(ctx, message as Message) }),
    state: { values: structuredClone(values) },
    response_url: responseUrl,
    actions: [action],
  };
  const receipt = await ctx.courier.deliver({ kind: "interactive", payload, acceptsPayload: false });
  const { answer: _answer, ...outcome } = receipt;
  return { ...outcome, triggerId, responseUrl };
}

interface Seen {
  channel: SlackChannel;
  message: Message | EphemeralMessage;
  ephemeral: boolean;
}

function findSeen(ctx: SlackContext, { channelId, userId, ts }: ClickInput): Seen {
  const channel = ctx.workspace.channels.find(channelId);
  if (!channel?.members.has(userId)) throw new Error(`${userId} is not a member of ${channelId}`);
  const posted = ctx.workspace.messages.find(channelId, ts);
  if (posted) return { channel, message: posted, ephemeral: false };
  const whispered = ctx.workspace.messages.findEphemeral(channelId, userId, ts);
  if (whispered) return { channel, message: whispered, ephemeral: true };
  throw new Error(`${userId} sees no message ${ts} in ${channelId}`);
}
