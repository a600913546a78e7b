import type { JsonObject } from "../model/json-object.ts";
import { SlackError } from "../slack-error.ts";
import type { SlackContext } from "../slack-context.ts";
import type { ApiMethod, MethodCall } from "./api-method.ts";
import { METHODS } from "./methods.ts";

/** Runs one Web API method as Slack would: token, pacing, scopes, then the method. */
export function callMethod(ctx: SlackContext, name: string, args: JsonObject, token: string): JsonObject {
  const method = METHODS[name];
  if (!method) throw new SlackError("unknown_method", { req_method: name });
  authenticate(ctx, method, token);
  if (ctx.limits.tiers) ctx.rateLimits.takeMethod(name, method.tier);
  const call: MethodCall = { args, ctx };
  authorise(method, call);
  return { ok: true, ...method.run(call) };
}

function authenticate(ctx: SlackContext, method: ApiMethod, token: string): void {
  if (method.auth === "none") return;
  if (token === "") throw new SlackError("not_authed");
  const { botToken, appToken } = ctx.identity;
  if (token !== botToken && token !== appToken) throw new SlackError("invalid_auth");
  const wanted = method.auth === "app" ? appToken : botToken;
  if (token !== wanted) throw new SlackError("not_allowed_token_type");
}

function authorise(method: ApiMethod, call: MethodCall): void {
  const needed = method.scopes?.(call) ?? [];
  const granted = call.ctx.identity.scopes;
  if (needed.length === 0 || needed.some((scope) => granted.has(scope))) return;
  throw new SlackError("missing_scope", { needed: needed.join(","), provided: [...granted].join(",") });
}
