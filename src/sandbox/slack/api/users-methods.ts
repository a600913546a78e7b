import { textOf, type JsonObject } from "../model/json-object.ts";
import { missingArgument, SlackError } from "../slack-error.ts";
import type { ApiMethod, MethodCall } from "./api-method.ts";
import { paginate } from "./paginate.ts";
import { presentUser } from "./present-user.ts";

export const userInfo: ApiMethod = { tier: 4, scopes: () => ["users:read"], run: runInfo };
export const listUsers: ApiMethod = { tier: 2, scopes: () => ["users:read"], run: runList };
export const lookupUser: ApiMethod = { tier: 3, scopes: () => ["users:read.email"], run: runLookup };

function runInfo({ args, ctx }: MethodCall): JsonObject {
  const user = ctx.workspace.users.find(textOf(args["user"]));
  if (!user) throw new SlackError("user_not_found");
  return { user: presentUser(ctx, user) };
}

function runList({ args, ctx }: MethodCall): JsonObject {
  const page = paginate(ctx.workspace.users.all(), args, 1_000);
  return {
    members: page.items.map((user) => presentUser(ctx, user)),
    cache_ts: Math.floor(ctx.now() / 1000),
    response_metadata: { next_cursor: page.nextCursor },
  };
}

function runLookup({ args, ctx }: MethodCall): JsonObject {
  const email = textOf(args["email"]).trim().toLowerCase();
  if (email === "") throw missingArgument("email");
  const ours = ctx.workspace.users
    .all()
    .filter((one) => !one.deleted && !one.isStranger && !one.isBot && one.teamId === ctx.identity.team.id);
  const user = ours.find((one) => one.email.toLowerCase() === email);
  if (!user) throw new SlackError("users_not_found");
  return { user: presentUser(ctx, user) };
}
