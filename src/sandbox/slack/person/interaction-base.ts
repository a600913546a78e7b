import type { JsonObject } from "../model/json-object.ts";
import type { SlackUser } from "../model/slack-user.ts";
import type { SlackContext } from "../slack-context.ts";

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
