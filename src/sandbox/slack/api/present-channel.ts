import { type JsonObject, textOf, flagOf, type View } from "../model/message-log.ts";
import type { SlackChannel } from "../model/slack-channel.ts";
import type { SlackContext } from "../slack-context.ts";
import type { SlackUser } from "../model/slack-user.ts";
import { SlackError, missingArgument } from "../slack-error.ts";
import { type Tier, LIMITS } from "../limits.ts";
import { acceptView } from "../blocks/check-block.ts";
import { buildView } from "../model/identity.ts";

export function presentChannel(ctx: SlackContext, channel: SlackChannel): JsonObject {
  if (channel.kind === "im") return presentDirect(ctx, channel);
  const isPrivate = channel.kind !== "channel";
  const teams = teamsOf(ctx, channel);
  const isShared = teams.length > 1;
  return {
    id: channel.id,
    name: channel.name,
    is_channel: channel.kind === "channel",
    is_group: isPrivate,
    is_im: false,
    is_mpim: channel.kind === "mpim",
    is_private: isPrivate,
    created: Math.floor(channel.createdAt / 1000),
    updated: channel.createdAt,
    is_archived: channel.isArchived,
    is_general: false,
    unlinked: 0,
    name_normalized: channel.name,
    is_shared: isShared,
    is_org_shared: false,
    is_pending_ext_shared: channel.pendingSharedWith.length > 0,
    pending_shared: channel.pendingSharedWith,
    context_team_id: ctx.identity.team.id,
    parent_conversation: null,
    creator: [...channel.members][0] ?? ctx.identity.botUserId,
    is_ext_shared: isShared,
    shared_team_ids: teams,
    pending_connected_team_ids: channel.pendingSharedWith,
    is_member: channel.members.has(ctx.identity.botUserId),
    topic: { value: "", creator: "", last_set: 0 },
    purpose: { value: "", creator: "", last_set: 0 },
    previous_names: [],
    num_members: channel.members.size,
  };
}

function presentDirect(ctx: SlackContext, channel: SlackChannel): JsonObject {
  const other = [...channel.members].find((id) => id !== ctx.identity.botUserId) ?? ctx.identity.botUserId;
  return {
    id: channel.id,
    created: Math.floor(channel.createdAt / 1000),
    is_archived: channel.isArchived,
    is_im: true,
    is_org_shared: false,
    context_team_id: ctx.identity.team.id,
    updated: channel.createdAt,
    user: other,
    is_user_deleted: ctx.workspace.users.find(other)?.deleted ?? false,
    priority: 0,
  };
}

function teamsOf(ctx: SlackContext, channel: SlackChannel): string[] {
  const { team } = ctx.identity;
  return [
    ...new Set([
      team.id,
      ...channel.sharedWith,
      ...[...channel.members].map((id) => ctx.workspace.users.find(id)?.teamId ?? team.id),
    ]),
  ];
}

/** A channel as the bot sees it: private ones exist only for their members. */
export function findChannel(ctx: SlackContext, id: unknown): SlackChannel {
  const channel = ctx.workspace.channels.find(textOf(id));
  if (!channel) throw new SlackError("channel_not_found");
  const hidden = channel.kind !== "channel" && !channel.members.has(ctx.identity.botUserId);
  if (hidden) throw new SlackError("channel_not_found");
  return channel;
}

export function findJoinedChannel(ctx: SlackContext, id: unknown): SlackChannel {
  const channel = findChannel(ctx, id);
  if (!channel.members.has(ctx.identity.botUserId)) throw new SlackError("not_in_channel");
  return channel;
}

/** Where a new message goes: a channel, or the direct messages of a user id. */
export function findPostTarget(ctx: SlackContext, id: unknown): SlackChannel {
  const user = ctx.workspace.users.find(textOf(id));
  if (user && !user.deleted) return directOf(ctx, user);
  const channel = findChannel(ctx, id);
  const joined = channel.members.has(ctx.identity.botUserId) || ctx.identity.scopes.has("chat:write.public");
  if (!joined) throw new SlackError("not_in_channel");
  if (channel.isArchived) throw new SlackError("is_archived");
  return channel;
}

function directOf(ctx: SlackContext, user: SlackUser): SlackChannel {
  refuseUnreachable(user);
  return ctx.workspace.channels.direct([user.id, ctx.identity.botUserId]);
}

/** A stranger is somebody of another company with whom the app shares no channel. */
export function refuseUnreachable(user: SlackUser): void {
  if (user.isBot) throw new SlackError("cannot_dm_bot");
  if (user.isStranger) throw new SlackError("user_not_visible");
}

const PREFIXES: Record<SlackChannel["kind"], string> = {
  channel: "channels",
  private: "groups",
  im: "im",
  mpim: "mpim",
};

const KINDS: Record<string, SlackChannel["kind"]> = {
  public_channel: "channel",
  private_channel: "private",
  im: "im",
  mpim: "mpim",
};

export function scopesOfChannel(verb: "read" | "history") {
  return ({ args, ctx }: MethodCall): string[] => {
    const channel = ctx.workspace.channels.find(textOf(args["channel"]));
    return channel ? [`${PREFIXES[channel.kind]}:${verb}`] : [];
  };
}

function requestedKinds(types: unknown): SlackChannel["kind"][] {
  const names = (textOf(types) || "public_channel").split(",").map((name) => name.trim());
  return names.map((name) => KINDS[name]).filter((kind) => kind !== undefined);
}

function scopesOfTypes({ args, ctx }: MethodCall): string[] {
  const needed = requestedKinds(args["types"]).map((kind) => `${PREFIXES[kind]}:read`);
  const lacking = needed.filter((scope) => !ctx.identity.scopes.has(scope));
  return lacking.length > 0 ? lacking : needed;
}

export interface MethodCall {
  args: JsonObject;
  ctx: SlackContext;
}

/** `scopes` names what is needed, any one of them; nothing named means any bot token may call. */
export interface ApiMethod {
  tier: Tier;
  auth?: "bot" | "app" | "none";
  scopes?: (call: MethodCall) => readonly string[];
  run: (call: MethodCall) => JsonObject;
}

export const conversationInfo: ApiMethod = { tier: 3, scopes: scopesOfChannel("read"), run: runInfo };
export const conversationMembers: ApiMethod = { tier: 4, scopes: scopesOfChannel("read"), run: runMembers };
export const listConversations: ApiMethod = { tier: 2, scopes: scopesOfTypes, run: runList };

function runInfo({ args, ctx }: MethodCall): JsonObject {
  const channel = findChannel(ctx, args["channel"]);
  const { num_members, ...shown } = presentChannel(ctx, channel);
  return { channel: flagOf(args["include_num_members"]) ? { ...shown, num_members } : shown };
}

function runMembers({ args, ctx }: MethodCall): JsonObject {
  // Whoever is deactivated leaves every channel.
  const present = [...findChannel(ctx, args["channel"]).members].filter(
    (id) => !ctx.workspace.users.find(id)?.deleted,
  );
  const page = paginate(present, args, 100);
  return { members: page.items, response_metadata: { next_cursor: page.nextCursor } };
}

function runList({ args, ctx }: MethodCall): JsonObject {
  const kinds = requestedKinds(args["types"]);
  const visible = ctx.workspace.channels.all().filter((channel) => {
    const joined = channel.kind === "channel" || channel.members.has(ctx.identity.botUserId);
    const wanted = !(channel.isArchived && flagOf(args["exclude_archived"]));
    return kinds.includes(channel.kind) && joined && wanted;
  });
  const page = paginate(visible, args, 100);
  return {
    channels: page.items.map((channel) => presentChannel(ctx, channel)),
    response_metadata: { next_cursor: page.nextCursor },
  };
}

interface Page<T> {
  items: T[];
  nextCursor: string;
}

/** Slack's cursors are opaque; here they hold the offset of the next item. */
export function paginate<T>(all: readonly T[], args: JsonObject, defaultLimit: number): Page<T> {
  const limit = limitOf(args["limit"], defaultLimit);
  const start = offsetOf(textOf(args["cursor"]));
  const end = start + limit;
  return { items: all.slice(start, end), nextCursor: end < all.length ? cursorOf(end) : "" };
}

function limitOf(value: unknown, defaultLimit: number): number {
  const limit = Number(value ?? defaultLimit);
  if (!Number.isInteger(limit) || limit < 0) throw new SlackError("invalid_limit");
  return limit === 0 ? defaultLimit : Math.min(limit, 1_000);
}

function cursorOf(offset: number): string {
  return Buffer.from(`next:${offset}`).toString("base64");
}

function offsetOf(cursor: string): number {
  if (cursor === "") return 0;
  const match = /^next:(\d+)$/.exec(Buffer.from(cursor, "base64").toString());
  if (!match) throw new SlackError("invalid_cursor");
  return Number(match[1]);
}

export const openView: ApiMethod = { tier: 4, run: runOpen };
export const pushView: ApiMethod = { tier: 4, run: runPush };

function runOpen({ args, ctx }: MethodCall): JsonObject {
  const { userId, view } = exchange(args, ctx);
  ctx.workspace.views.set(userId, [view]);
  return { view: structuredClone(view) };
}

function runPush({ args, ctx }: MethodCall): JsonObject {
  const userId = ctx.triggers.check(triggerOf(args));
  const stack = ctx.workspace.views.stack(userId);
  const top = stack.at(-1);
  if (!top) throw new SlackError("not_found");
  if (stack.length >= LIMITS.viewStack) throw new SlackError("push_limit_reached");
  const { view } = exchange(args, ctx);
  ctx.workspace.views.push(userId, { ...view, previous_view_id: top.id, root_view_id: top.root_view_id });
  return { view: structuredClone(ctx.workspace.views.find(view.id)) };
}

/** The trigger is spent only once the view is good, so a refused view can be corrected. */
function exchange(args: JsonObject, ctx: SlackContext): { userId: string; view: View } {
  const triggerId = triggerOf(args);
  const userId = ctx.triggers.check(triggerId);
  const definition = acceptView(args["view"], "modal");
  refuseTakenExternalId(ctx, textOf(definition["external_id"]));
  ctx.triggers.exchange(triggerId);
  return { userId, view: buildView(ctx.identity, definition, ctx.now()) };
}

function triggerOf(args: JsonObject): string {
  const triggerId = textOf(args["trigger_id"]);
  if (triggerId === "") throw missingArgument("trigger_id");
  return triggerId;
}

export function refuseTakenExternalId(ctx: SlackContext, externalId: string, viewId?: string): void {
  if (externalId === "") return;
  const holder = ctx.workspace.views.findExternal(externalId);
  if (holder && holder.id !== viewId) throw new SlackError("duplicate_external_id");
}
