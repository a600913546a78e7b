import type { JsonObject } from "../model/message-log.ts";
import { slackId } from "../model/triggers.ts";
import type { SlackContext } from "../slack-context.ts";
import { presentMessage } from "../api/conversations-history.ts";
import { findPerson, findSeen, type InteractionOutcome, interactionBase } from "./click.ts";
import { type EventOutcome, sendEvent } from "./send-event.ts";

export interface ShortcutInput {
  userId: string;
  callbackId: string;
  /** The message in whose menu it stands; without one it is a global shortcut. */
  message?: { channelId: string; ts: string };
}

/** A person chooses a shortcut: from the menu of the composer, or from that of a message. */
export async function runShortcut(ctx: SlackContext, input: ShortcutInput): Promise<InteractionOutcome> {
  const user = findPerson(ctx, input.userId);
  const triggerId = ctx.triggers.issue(user.id);
  const common = {
    ...interactionBase(ctx, user),
    callback_id: input.callbackId,
    trigger_id: triggerId,
    action_ts: ctx.workspace.messages.nextTs(),
  };
  const payload: JsonObject = input.message
    ? { type: "message_action", ...common, ...messagePart(ctx, input.userId, input.message) }
    : { type: "shortcut", ...common };
  const receipt = await ctx.courier.deliver({ kind: "interactive", payload, acceptsPayload: false });
  const { answer: _answer, ...outcome } = receipt;
  return { ...outcome, triggerId };
}

/** Slack offers message shortcuts for posted messages alone, never for those that one person sees. */
function messagePart(
  ctx: SlackContext,
  userId: string,
  place: { channelId: string; ts: string },
): JsonObject {
  const seen = findSeen(ctx, { userId, ...place });
  if (seen.ephemeral) throw new Error("an ephemeral message has no shortcuts");
  const target = { channelId: seen.channel.id, userId };
  return {
    message_ts: seen.message.ts,
    channel: {
      id: seen.channel.id,
      name: seen.channel.kind === "private" ? "privategroup" : seen.channel.name,
    },
    message: presentMessage(ctx, seen.message),
    response_url: `${ctx.origin()}${ctx.responseUrls.issue("actions", target)}`,
  };
}

export interface StepInput {
  callbackId: string;
  inputs: JsonObject;
}

export interface StepOutcome extends EventOutcome {
  executionId: string;
}

/** Workflow Builder runs a step of the app's; what the app answers is in `steps`. */
export async function runStep(ctx: SlackContext, { callbackId, inputs }: StepInput): Promise<StepOutcome> {
  const executionId = slackId("Fx");
  ctx.workspace.steps.set(executionId, { state: "running" });
  const outcome = await sendEvent(ctx, {
    type: "function_executed",
    function: {
      id: slackId("Fn"),
      callback_id: callbackId,
      title: callbackId,
      type: "app",
      app_id: ctx.identity.appId,
    },
    inputs,
    function_execution_id: executionId,
    workflow_execution_id: slackId("Wx"),
    bot_access_token: ctx.identity.botToken,
  });
  return { ...outcome, executionId };
}
