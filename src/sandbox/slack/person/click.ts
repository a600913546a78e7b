import {
  type JsonObject,
  type EphemeralMessage,
  type Message,
  type ViewValues,
  textOf,
  type Block,
  type View,
} from "../model/message-log.ts";
import type { SlackContext } from "../slack-context.ts";
import { presentMessage } from "../api/conversations-history.ts";
import { stateOf } from "../blocks/element-values.ts";
import { VALUE_SHAPES } from "../blocks/value-shapes.ts";
import type { SlackChannel } from "../model/slack-channel.ts";
import { chooseValue, pickOption, type Chosen } from "./choose-value.ts";
import { elementsOf } from "../blocks/check-block.ts";
import type { SlackUser } from "../model/slack-user.ts";

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

/** What an interaction payload says about the message it comes from; Slack keeps an ephemeral one to itself. */
export function messageFields(ctx: SlackContext, seen: Seen): JsonObject {
  const { channel, message, ephemeral } = seen;
  return {
    container: {
      type: "message",
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: ephemeral,
      ...(message.thread_ts && { thread_ts: message.thread_ts }),
    },
    channel: { id: channel.id, name: channel.kind === "private" ? "privategroup" : channel.name },
    ...(!seen.ephemeral && { message: presentMessage(ctx, seen.message) }),
  };
}

interface Place {
  userId: string;
  channelId: string;
  ts: string;
}

type Seen = { channel: SlackChannel; values: ViewValues } & (
  | { message: Message; ephemeral: false }
  | { message: EphemeralMessage; ephemeral: true }
);

/** A message as this person sees it, with what was chosen in it. */
export function findSeen(ctx: SlackContext, { channelId, userId, ts }: Place): Seen {
  const channel = ctx.workspace.channels.find(channelId);
  if (!channel?.members.has(userId)) throw new Error(`${userId} is not a member of ${channelId}`);
  const { messages } = ctx.workspace;
  const posted = messages.find(channelId, ts);
  const whispered = messages.findEphemeral(channelId, userId, ts);
  const values = stateOf((posted ?? whispered)?.blocks ?? [], messages.state(channelId, ts));
  if (posted) return { channel, values, message: posted, ephemeral: false };
  if (whispered) return { channel, values, message: whispered, ephemeral: true };
  throw new Error(`${userId} sees no message ${ts} in ${channelId}`);
}

export interface ViewClickInput extends Use {
  userId: string;
  viewId: string;
}

/** Throws for an element of an input block without `dispatch_action`: Slack tells the app nothing of it until the view is submitted. */
export async function clickInView(ctx: SlackContext, input: ViewClickInput): Promise<InteractionOutcome> {
  const user = findPerson(ctx, input.userId);
  const view = seenView(ctx, input.userId, input.viewId);
  const found = findElement(view.blocks, input.actionId, input.blockId);
  if (found.block.type === "input" && found.block["dispatch_action"] !== true)
    throw new Error(`${input.actionId} is an input without dispatch_action: use fillView or submitView`);
  const { views } = ctx.workspace;
  const action = useElement(ctx, found, input, {
    values: view.state.values,
    loaded: views.offered(view.id, found.blockId, found.actionId),
    keep: (blockId, actionId, value) => views.keep(view, blockId, actionId, value),
  });
  const triggerId = ctx.triggers.issue(user.id);
  const payload: JsonObject = {
    type: "block_actions",
    ...interactionBase(ctx, user),
    container: { type: "view", view_id: view.id },
    trigger_id: triggerId,
    view: structuredClone(view),
    actions: [action],
  };
  const receipt = await ctx.courier.deliver({ kind: "interactive", payload, acceptsPayload: false });
  const { answer: _answer, ...outcome } = receipt;
  return { ...outcome, triggerId };
}

interface Use {
  actionId: string;
  blockId?: string;
  /** What a typed input is given. */
  value?: string;
  /** What a select, an overflow menu, checkboxes or a picker is given. */
  selected?: Chosen;
}

/** What is chosen so far where the element stands, what was loaded into it, and how a new choice is kept. */
interface Standing {
  values: ViewValues;
  loaded: readonly object[];
  keep: (blockId: string, actionId: string, value: JsonObject) => void;
}

/** The entry of `actions` for this use; what it chooses is kept. */
function useElement(ctx: SlackContext, found: Found, use: Use, standing: Standing): JsonObject {
  const { values, loaded, keep } = standing;
  const type = textOf(found.element["type"]);
  const action = {
    type,
    action_id: found.actionId,
    block_id: found.blockId,
    action_ts: ctx.workspace.messages.nextTs(),
  };
  const usable = { element: found.element, loaded, current: values[found.blockId]?.[found.actionId] };
  if (type === "button") return { ...pressed(found.element), ...action };
  if (type === "overflow") return { ...action, selected_option: pickOption(usable, use.selected ?? null) };
  if (!VALUE_SHAPES[type]) throw new Error(`a ${type} cannot be used`);
  const chosen = chooseValue(ctx, usable, use.selected ?? use.value ?? null);
  keep(found.blockId, found.actionId, chosen);
  return { ...chosen, ...action };
}

function pressed(button: JsonObject): JsonObject {
  const { text, value, style } = button;
  return { text, ...(value !== undefined && { value }), ...(style !== undefined && { style }) };
}

export interface Found {
  block: Block;
  blockId: string;
  actionId: string;
  element: JsonObject;
}

export function allElements(blocks: readonly Block[]): Found[] {
  return blocks.flatMap((block) =>
    elementsOf(block).map((element) => ({
      block,
      blockId: textOf(block.block_id),
      actionId: textOf(element["action_id"]),
      element,
    })),
  );
}

export function findElement(blocks: readonly Block[], actionId: string, blockId?: string): Found {
  const elements = allElements(blocks);
  const found = elements.find(
    (one) => one.actionId === actionId && (blockId === undefined || one.blockId === blockId),
  );
  if (found) return found;
  const names = elements.map((one) => one.actionId).join(", ") || "nothing";
  throw new Error(`there is no ${actionId} to use here: there is ${names}`);
}

export interface FillInput {
  userId: string;
  viewId: string;
  /** By action_id or block_id. */
  values: Record<string, Chosen>;
}

/** Types and picks, without pressing anything. */
export function fillView(ctx: SlackContext, input: FillInput): View {
  const view = seenView(ctx, input.userId, input.viewId);
  for (const [name, chosen] of Object.entries(input.values)) fillOne(ctx, view, name, chosen);
  return view;
}

function fillOne(ctx: SlackContext, view: View, name: string, chosen: Chosen): void {
  const elements = allElements(view.blocks);
  const found = elements.find((one) => one.actionId === name) ?? elements.find((one) => one.blockId === name);
  if (!found) throw new Error(`the view has no input ${name}`);
  const { blockId, actionId, element } = found;
  const loaded = ctx.workspace.views.offered(view.id, blockId, actionId);
  const current = view.state.values[blockId]?.[actionId];
  ctx.workspace.views.keep(view, blockId, actionId, chooseValue(ctx, { element, loaded, current }, chosen));
}

/** The view as this person can use it: the top of their stack, or their Home tab. */
export function seenView(ctx: SlackContext, userId: string, viewId: string): View {
  const home = ctx.workspace.views.home(userId);
  if (home?.id === viewId) return home;
  const stack = ctx.workspace.views.stack(userId);
  const top = stack.at(-1);
  if (top?.id === viewId) return top;
  if (stack.some((view) => view.id === viewId)) throw new Error(`${viewId} is covered by another view`);
  throw new Error(`${userId} has no view ${viewId} open`);
}

export interface CloseInput {
  userId: string;
  viewId: string;
  /** The cross at the top, which closes the whole stack. */
  all?: boolean;
}

export async function closeView(ctx: SlackContext, input: CloseInput): Promise<{ notified: string[] }> {
  const user = findPerson(ctx, input.userId);
  const view = seenView(ctx, input.userId, input.viewId);
  const stack = ctx.workspace.views.stack(user.id);
  const clears = input.all === true || view.clear_on_close;
  const closed = clears ? stack.toReversed() : [view];
  ctx.workspace.views.set(
    user.id,
    stack.filter((one) => !closed.includes(one)),
  );
  const told = closed.filter((one) => one.notify_on_close);
  await Promise.all(told.map((one) => tell(ctx, user, one, clears)));
  return { notified: told.map((one) => one.id) };
}

async function tell(ctx: SlackContext, user: SlackUser, view: View, isCleared: boolean): Promise<void> {
  const payload: JsonObject = {
    type: "view_closed",
    ...interactionBase(ctx, user),
    view: structuredClone(view),
    is_cleared: isCleared,
  };
  await ctx.courier.deliver({ kind: "interactive", payload, acceptsPayload: false });
}

export function findPerson(ctx: SlackContext, userId: string): SlackUser {
  const user = ctx.workspace.users.find(userId);
  if (!user) throw new Error(`nobody in this workspace has the id ${userId}`);
  return user;
}

/** The fields that every interaction payload has. */
export function interactionBase(ctx: SlackContext, user: SlackUser): JsonObject {
  if (user.deleted) throw new Error(`${user.name} is deactivated and can do nothing here`);
  const { team, appId, verificationToken } = ctx.identity;
  return {
    team: { id: team.id, domain: team.domain },
    user: { id: user.id, username: user.name, name: user.name, team_id: user.teamId },
    api_app_id: appId,
    token: verificationToken,
    enterprise: null,
    is_enterprise_install: false,
  };
}
