import { LIMITS } from "../limits.ts";
import { flagOf, textOf, type JsonObject } from "../model/json-object.ts";
import { missingArgument, SlackError } from "../slack-error.ts";
import type { SlackContext } from "../slack-context.ts";
import type { ApiMethod, MethodCall } from "./api-method.ts";
import { findChannel, refuseUnreachable } from "./find-channel.ts";
import { presentChannel } from "./present-channel.ts";

export const openConversation: ApiMethod = {
  tier: 3,
  scopes: ({ args }) => [idsOf(args).length > 1 ? "mpim:write" : "im:write"],
  run: runOpen,
};

function runOpen({ args, ctx }: MethodCall): JsonObject {
  if (args["channel"]) return { channel: presentChannel(ctx, findChannel(ctx, args["channel"])) };
  const ids = idsOf(args);
  if (ids.length === 0) throw missingArgument("users");
  if (ids.length > LIMITS.directMembers) throw new SlackError("too_many_users");
  ids.forEach((id) => refuseAbsent(ctx, id));
  const members = [...ids, ctx.identity.botUserId];
  const before = ctx.workspace.channels.all().length;
  const channel = ctx.workspace.channels.direct(members);
  const known = before === ctx.workspace.channels.all().length;
  return {
    ...(known && { no_op: true, already_open: true }),
    channel: flagOf(args["return_im"]) ? presentChannel(ctx, channel) : { id: channel.id },
  };
}

function refuseAbsent(ctx: SlackContext, id: string): void {
  const user = ctx.workspace.users.find(id);
  if (!user) throw new SlackError("user_not_found");
  refuseUnreachable(user);
  if (user.deleted) throw new SlackError("user_disabled");
}

function idsOf(args: JsonObject): string[] {
  return textOf(args["users"])
    .split(",")
    .map((id) => id.trim())
    .filter((id) => id !== "");
}
