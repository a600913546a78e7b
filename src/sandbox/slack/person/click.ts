import type { JsonObject } from "../model/json-object.ts";
import type { SlackContext } from "../slack-context.ts";
import { findElement, type Found } from "./find-element.ts";
import { findSeen, type Place, type Seen } from "./find-seen.ts";
import { findPerson, interactionBase } from "./interaction-base.ts";
import { messageFields } from "./message-fields.ts";
import { useElement, type Use } from "./use-element.ts";

export interface ClickInput extends Use, Place {}

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
  const seen = findSeen(ctx, input);
  const base = interactionBase(ctx, user);
  const action = use(ctx, seen, input);
  const responseUrl = `${ctx.origin()}${ctx.responseUrls.issue("actions", {
    channelId: seen.channel.id,
    userId: user.id,
    original: { ts: seen.message.ts, ephemeral: seen.ephemeral },
  })}`;
  const triggerId = ctx.triggers.issue(user.id);
  const payload: JsonObject = {
    type: "block_actions",
    ...base,
    ...messageFields(ctx, seen),
    trigger_id: triggerId,
    state: { values: structuredClone(seen.values) },
    response_url: responseUrl,
    actions: [action],
  };
  const receipt = await ctx.courier.deliver({ kind: "interactive", payload, acceptsPayload: false });
  const { answer: _answer, ...outcome } = receipt;
  return { ...outcome, triggerId, responseUrl };
}

function use(ctx: SlackContext, { channel, message, values }: Seen, input: ClickInput): JsonObject {
  const found: Found = findElement(message.blocks ?? [], input.actionId, input.blockId);
  const { messages, views } = ctx.workspace;
  return useElement(ctx, found, input, {
    values,
    loaded: views.offered(`${channel.id}/${message.ts}`, found.blockId, found.actionId),
    keep: (blockId, actionId, value) => {
      values[blockId] = { ...values[blockId], [actionId]: value };
      messages.keepState(channel.id, message.ts, values);
    },
  });
}
