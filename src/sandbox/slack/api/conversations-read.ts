import type { JsonObject } from "../model/json-object.ts";
import type { ApiMethod, MethodCall } from "./api-method.ts";
import { requestedKinds, scopesOfChannel, scopesOfTypes } from "./conversation-scopes.ts";
import { findChannel } from "./find-channel.ts";
import { flagOf } from "../model/json-object.ts";
import { paginate } from "./paginate.ts";
import { presentChannel } from "./present-channel.ts";

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
