import type { JsonObject } from "../model/json-object.ts";
import type { SlackChannel } from "../model/slack-channel.ts";
import type { SlackContext } from "../slack-context.ts";

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
