import { textOf } from "../model/json-object.ts";
import type { SlackChannel } from "../model/slack-channel.ts";
import type { SlackUser } from "../model/slack-user.ts";
import { SlackError } from "../slack-error.ts";
import type { SlackContext } from "../slack-context.ts";

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
