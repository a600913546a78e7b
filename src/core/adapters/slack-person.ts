import type { UsersInfoResponse } from "@slack/web-api";
import type { ChatPerson } from "../chat/chat.ts";

type SlackUser = NonNullable<UsersInfoResponse["user"]> & { is_stranger?: boolean };

/**
 * `home` is the bot's workspace. In an Enterprise Grid `team_id` may be a sister workspace's, the organisation's (`E…`),
 * or missing: then `enterprise_user` says where this person is a member.
 */
export function slackPerson(user: SlackUser, home: string): ChatPerson {
  const grid = user.enterprise_user;
  const memberOf = [user.team_id, grid?.enterprise_id, ...(grid?.teams ?? [])];
  // A server that says nothing at all of workspaces has no other.
  const isOurs = memberOf.includes(home) || (!grid && user.team_id === undefined);
  return {
    workspaceId: isOurs ? home : (user.team_id ?? grid?.teams?.[0] ?? grid?.enterprise_id ?? ""),
    ...(isOurs && grid && { inOrganisation: true as const }),
    email: user.profile?.email,
    // Whoever owns this address could be linked by it: what is not said to be confirmed is not.
    emailConfirmed: user.is_email_confirmed === true,
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
