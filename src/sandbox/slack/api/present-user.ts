import { createHash } from "node:crypto";
import type { JsonObject } from "../model/message-log.ts";
import type { SlackUser } from "../model/slack-user.ts";
import type { SlackContext } from "../slack-context.ts";

const SIZES = [24, 32, 48, 72, 192, 512];

export function presentUser(ctx: SlackContext, user: SlackUser): JsonObject {
  return {
    id: user.id,
    team_id: user.teamId,
    name: user.name,
    deleted: user.deleted,
    color: "9f69e7",
    real_name: user.realName,
    ...zoneOf(user.tz, ctx.now()),
    profile: profileOf(ctx, user),
    is_admin: false,
    is_owner: false,
    is_primary_owner: false,
    is_restricted: user.isRestricted,
    is_ultra_restricted: user.isUltraRestricted,
    is_bot: user.isBot,
    is_app_user: false,
    ...(user.isStranger && { is_stranger: true }),
    ...(user.enterprise && {
      enterprise_user: {
        id: user.id,
        enterprise_id: user.enterprise.id,
        teams: user.enterprise.teams,
        is_admin: false,
        is_owner: false,
      },
    }),
    updated: Math.floor(user.updatedAt / 1000),
    is_email_confirmed: user.emailConfirmed,
    who_can_share_contact_card: "EVERYONE",
  };
}

/** Slack shows an address only with users:read.email, and neither a bot's nor that of somebody of another company. */
function profileOf(ctx: SlackContext, user: SlackUser): JsonObject {
  const avatar = createHash("md5").update(user.id).digest("hex").slice(0, 12);
  const teams = [user.teamId, ...(user.enterprise?.teams ?? [])];
  const isOurs = !user.isBot && !user.isStranger && teams.includes(ctx.identity.team.id);
  const showsEmail = isOurs && ctx.identity.scopes.has("users:read.email");
  return {
    title: "",
    phone: "",
    skype: "",
    real_name: user.realName,
    real_name_normalized: user.realName,
    display_name: user.name,
    display_name_normalized: user.name,
    status_text: "",
    status_emoji: "",
    avatar_hash: avatar,
    first_name: user.realName.split(" ")[0],
    last_name: user.realName.split(" ").slice(1).join(" "),
    ...(showsEmail && { email: user.email }),
    ...(user.botId && { bot_id: user.botId, api_app_id: ctx.identity.appId, always_active: true }),
    ...Object.fromEntries(
      SIZES.map((size) => [`image_${size}`, `https://secure.gravatar.com/avatar/${avatar}.jpg?s=${size}`]),
    ),
    team: user.teamId,
  };
}

function zoneOf(tz: string, now: number): JsonObject {
  const label = new Intl.DateTimeFormat("en-GB", { timeZone: tz, timeZoneName: "long" })
    .formatToParts(now)
    .find((part) => part.type === "timeZoneName");
  const offset = new Intl.DateTimeFormat("en-GB", { timeZone: tz, timeZoneName: "longOffset" })
    .formatToParts(now)
    .find((part) => part.type === "timeZoneName");
  return { tz, tz_label: label?.value ?? tz, tz_offset: secondsOf(offset?.value ?? "GMT") };
}

function secondsOf(offset: string): number {
  const match = /^GMT([+-])(\d{2}):(\d{2})$/.exec(offset);
  if (!match) return 0;
  const seconds = Number(match[2]) * 3600 + Number(match[3]) * 60;
  return match[1] === "-" ? -seconds : seconds;
}
