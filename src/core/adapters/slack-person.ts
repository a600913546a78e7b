import type { UsersInfoResponse } from "@slack/web-api";
import type { ChatPerson } from "../chat/chat.ts";

type SlackUser = NonNullable<UsersInfoResponse["user"]> & { is_stranger?: boolean };

/** `home` is the workspace of the bot: where a server leaves the user's out, it has no other. */
export function slackPerson(user: SlackUser, home: string): ChatPerson {
  return {
    workspaceId: user.team_id ?? home,
    email: user.profile?.email,
    // Slack always says; a server that leaves the field out has nothing unconfirmed to tell of.
    emailConfirmed: user.is_email_confirmed !== false,
    name: user.profile?.real_name || user.real_name || user.name || "unknown",
    timeZone: user.tz,
    excluded: exclusion(user),
  };
}

function exclusion(user: SlackUser): ChatPerson["excluded"] {
  if (user.deleted) return "deactivated";
  if (user.is_bot) return "bot";
  if (user.is_restricted || user.is_ultra_restricted) return "guest";
  if (user.is_stranger) return "stranger";
  return undefined;
}
