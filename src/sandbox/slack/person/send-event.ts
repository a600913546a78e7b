import { setTimeout as sleep } from "node:timers/promises";
import { slackId } from "../model/triggers.ts";
import type { JsonObject } from "../model/message-log.ts";
import type { Receipt } from "../delivery/http-courier.ts";
import type { SlackContext } from "../slack-context.ts";

export interface EventOutcome {
  delivered: boolean;
  attempts: number;
  eventId: string;
  error?: string;
}

/** Delivers an event, again after each pause of `limits.eventRetriesMs` while the app does not answer well. */
export async function sendEvent(ctx: SlackContext, event: JsonObject): Promise<EventOutcome> {
  const payload = envelope(ctx, event);
  const eventId = payload.event_id;
  let receipt = await attempt(ctx, payload, 0);
  let attempts = 1;
  for (const pause of ctx.limits.eventRetriesMs) {
    if (receipt.acknowledged || ctx.closing.aborted) break;
    await sleep(pause, undefined, { signal: ctx.closing }).catch(() => {});
    receipt = await attempt(ctx, payload, attempts, receipt);
    attempts += 1;
  }
  const { acknowledged: delivered, error } = receipt;
  return { delivered, attempts, eventId, ...(error && { error }) };
}

/** A person opens the app's Home tab. */
export function openHome(ctx: SlackContext, userId: string): Promise<EventOutcome> {
  const channel = ctx.workspace.channels.direct([userId, ctx.identity.botUserId]);
  const home = ctx.workspace.views.home(userId);
  return sendEvent(ctx, {
    type: "app_home_opened",
    user: userId,
    channel: channel.id,
    tab: "home",
    event_ts: ctx.workspace.messages.nextTs(),
    ...(home && { view: structuredClone(home) }),
  });
}

function attempt(ctx: SlackContext, payload: JsonObject, number: number, last?: Receipt): Promise<Receipt> {
  const reason = last?.error === "operation_timeout" ? "http_timeout" : "http_error";
  const retry = number > 0 && { retry: { attempt: number, reason } };
  return ctx.courier.deliver({ kind: "events_api", payload, acceptsPayload: false, ...retry });
}

function envelope(ctx: SlackContext, event: JsonObject) {
  const { team, appId, botUserId, verificationToken } = ctx.identity;
  return {
    token: verificationToken,
    team_id: team.id,
    context_team_id: team.id,
    api_app_id: appId,
    event: { event_ts: ctx.workspace.messages.nextTs(), ...event },
    type: "event_callback",
    event_id: slackId("Ev"),
    event_time: Math.floor(ctx.now() / 1000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: team.id,
        user_id: botUserId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
    event_context: `4-${Buffer.from(appId).toString("base64url")}`,
  };
}
