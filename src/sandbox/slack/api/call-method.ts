import { type JsonObject, textOf, flagOf, objectOf, type View } from "../model/message-log.ts";
import { SlackError, missingArgument } from "../slack-error.ts";
import type { SlackContext } from "../slack-context.ts";
import {
  type ApiMethod,
  type MethodCall,
  conversationInfo,
  conversationMembers,
  listConversations,
  paginate,
  findChannel,
  refuseUnreachable,
  presentChannel,
  openView,
  pushView,
  refuseTakenExternalId,
} from "./present-channel.ts";
import { deleteMessage, getPermalink, updateMessage } from "./chat-change.ts";
import { postEphemeral, postMessage } from "./chat-post.ts";
import { conversationHistory, conversationReplies } from "./conversations-history.ts";
import { completeUpload, fileInfo, getUploadUrl } from "./files-methods.ts";
import { presentUser } from "./present-user.ts";
import { LIMITS } from "../limits.ts";
import { acceptView } from "../blocks/check-block.ts";
import { buildView } from "../model/identity.ts";
import type { StepState } from "../model/step-state.ts";

const updateView: ApiMethod = { tier: 4, run: runUpdate };
const publishView: ApiMethod = { tier: 4, run: runPublish };

function runUpdate({ args, ctx }: MethodCall): JsonObject {
  const current = targetOf(args, ctx);
  const definition = acceptView(args["view"], current.type);
  refuseOldHash(args, current);
  refuseTakenExternalId(ctx, textOf(definition["external_id"]), current.id);
  ctx.workspace.views.replace(current, buildView(ctx.identity, definition, ctx.now(), current));
  return { view: structuredClone(current) };
}

function runPublish({ args, ctx }: MethodCall): JsonObject {
  const userId = textOf(args["user_id"]);
  if (!ctx.workspace.users.find(userId)) throw new SlackError("user_not_found");
  const definition = acceptView(args["view"], "home");
  const current = ctx.workspace.views.home(userId);
  if (current) refuseOldHash(args, current);
  refuseTakenExternalId(ctx, textOf(definition["external_id"]), current?.id);
  const view = buildView(ctx.identity, definition, ctx.now(), current);
  ctx.workspace.views.publish(userId, view);
  return { view: structuredClone(view) };
}

function targetOf(args: JsonObject, ctx: SlackContext): View {
  const viewId = textOf(args["view_id"]);
  const externalId = textOf(args["external_id"]);
  if (viewId === "" && externalId === "") throw missingArgument("view_id");
  const views = ctx.workspace.views;
  const view = viewId === "" ? views.findExternal(externalId) : views.find(viewId);
  if (!view) throw new SlackError("not_found");
  return view;
}

function refuseOldHash(args: JsonObject, current: View): void {
  const hash = textOf(args["hash"]);
  if (hash !== "" && hash !== current.hash) throw new SlackError("hash_conflict");
}

const testApi: ApiMethod = { tier: 4, auth: "none", run: runTestApi };
const testAuth: ApiMethod = { tier: "special", run: runTestAuth };
const teamInfo: ApiMethod = { tier: 3, scopes: () => ["team:read"], run: runTeamInfo };
const botInfo: ApiMethod = { tier: 3, scopes: () => ["users:read"], run: runBotInfo };
const openConnection: ApiMethod = {
  tier: 1,
  auth: "app",
  scopes: () => [],
  run: ({ ctx }) => ({
    url: `${ctx.origin().replace("http:", "ws:")}/link/?ticket=${ctx.tickets.issue()}&app_id=${ctx.identity.appId}`,
  }),
};

function runTestApi({ args }: MethodCall): JsonObject {
  const { token: _token, ...shown } = objectOf(args);
  if (args["error"]) throw new SlackError(textOf(args["error"]), { args: shown });
  return { args: shown };
}

function runTestAuth({ ctx }: MethodCall): JsonObject {
  const { team, botUserId, botId, botName } = ctx.identity;
  return {
    url: `https://${team.domain}.slack.com/`,
    team: team.name,
    user: botName,
    team_id: team.id,
    user_id: botUserId,
    bot_id: botId,
    is_enterprise_install: false,
  };
}

function runTeamInfo({ ctx }: MethodCall): JsonObject {
  const { id, name, domain } = ctx.identity.team;
  return { team: { id, name, domain, email_domain: "", icon: { image_default: true } } };
}

function runBotInfo({ args, ctx }: MethodCall): JsonObject {
  const { botId, botUserId, appId, botName } = ctx.identity;
  if (args["bot"] && args["bot"] !== botId) throw new SlackError("bot_not_found");
  return { bot: { id: botId, deleted: false, name: botName, app_id: appId, user_id: botUserId, icons: {} } };
}

const openConversation: ApiMethod = {
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

const userInfo: ApiMethod = { tier: 4, scopes: () => ["users:read"], run: runInfo };
const listUsers: ApiMethod = { tier: 2, scopes: () => ["users:read"], run: runList };
const lookupUser: ApiMethod = { tier: 3, scopes: () => ["users:read.email"], run: runLookup };

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

const completeStep: ApiMethod = {
  tier: 3,
  run: ({ args, ctx }) => endStep(ctx, args, { state: "completed", outputs: outputsOf(args["outputs"]) }),
};
const failStep: ApiMethod = {
  tier: 3,
  run: ({ args, ctx }) => endStep(ctx, args, { state: "failed", error: textOf(args["error"]) }),
};

/** A form carries them as JSON. */
function outputsOf(given: unknown): JsonObject {
  return objectOf(typeof given === "string" ? JSON.parse(given) : given);
}

/** Slack takes one answer to a step, and needs a sentence where it failed. */
function endStep(ctx: SlackContext, args: JsonObject, end: StepState): JsonObject {
  const id = textOf(args["function_execution_id"]);
  const step = ctx.workspace.steps.get(id);
  if (!step) throw new SlackError("function_execution_not_found");
  if (step.state !== "running") throw new SlackError("function_execution_not_in_running_state");
  if (end.state === "failed" && end.error === "") throw missingArgument("error");
  ctx.workspace.steps.set(id, end);
  return {};
}

const METHODS: Record<string, ApiMethod | undefined> = {
  "api.test": testApi,
  "auth.test": testAuth,
  "apps.connections.open": openConnection,
  "bots.info": botInfo,
  "chat.delete": deleteMessage,
  "chat.getPermalink": getPermalink,
  "chat.postEphemeral": postEphemeral,
  "chat.postMessage": postMessage,
  "chat.update": updateMessage,
  "conversations.history": conversationHistory,
  "conversations.info": conversationInfo,
  "conversations.list": listConversations,
  "conversations.members": conversationMembers,
  "conversations.open": openConversation,
  "conversations.replies": conversationReplies,
  "files.completeUploadExternal": completeUpload,
  "files.info": fileInfo,
  "files.getUploadURLExternal": getUploadUrl,
  "functions.completeError": failStep,
  "functions.completeSuccess": completeStep,
  "team.info": teamInfo,
  "users.info": userInfo,
  "users.list": listUsers,
  "users.lookupByEmail": lookupUser,
  "views.open": openView,
  "views.publish": publishView,
  "views.push": pushView,
  "views.update": updateView,
};

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
