import { objectOf, textOf, type JsonObject } from "../model/json-object.ts";
import { SlackError } from "../slack-error.ts";
import type { ApiMethod, MethodCall } from "./api-method.ts";

export const testApi: ApiMethod = { tier: 4, auth: "none", run: runTestApi };
export const testAuth: ApiMethod = { tier: "special", run: runTestAuth };
export const teamInfo: ApiMethod = { tier: 3, scopes: () => ["team:read"], run: runTeamInfo };
export const botInfo: ApiMethod = { tier: 3, scopes: () => ["users:read"], run: runBotInfo };
export const openConnection: ApiMethod = {
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
