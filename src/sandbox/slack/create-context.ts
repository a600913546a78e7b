import { HttpCourier } from "./delivery/http-courier.ts";
import { SocketCourier } from "./delivery/socket-courier.ts";
import { EVENT_RETRIES_MS, LIMITS } from "./limits.ts";
import { createIdentity, type IdentityInput } from "./model/identity.ts";
import { ResponseUrls } from "./model/response-urls.ts";
import { Triggers } from "./model/triggers.ts";
import { Workspace } from "./model/workspace.ts";
import { CallLog } from "./server/call-log.ts";
import { Faults } from "./server/faults.ts";
import { RateLimits } from "./server/rate-limits.ts";
import { Tickets } from "./server/tickets.ts";
import type { Pacing, SlackContext } from "./slack-context.ts";

export interface ContextInput extends IdentityInput {
  delivery: { mode: "http"; url?: string } | { mode: "socket" };
  now: () => number;
  origin: () => string;
  closing: AbortSignal;
}

export interface Wiring {
  ctx: SlackContext;
  http: HttpCourier;
  sockets: SocketCourier;
}

export function createContext(input: ContextInput): Wiring {
  const { now, closing, origin, delivery } = input;
  const identity = createIdentity(input);
  const workspace = new Workspace(identity.botUserId, now);
  const limits: Pacing = {
    messagesPerSecond: true,
    tiers: true,
    ackMs: LIMITS.ackMs,
    eventRetriesMs: EVENT_RETRIES_MS,
  };
  const { signingSecret, appId, team } = identity;
  const ackMs = () => limits.ackMs;
  const url = delivery.mode === "http" ? delivery.url : undefined;
  const http = new HttpCourier({ signingSecret, now, ackMs, closing }, url);
  const sockets = new SocketCourier({ appId, ackMs, changed: workspace.changed });
  const ctx: SlackContext = {
    identity,
    workspace,
    limits,
    closing,
    now,
    origin,
    triggers: new Triggers(now),
    responseUrls: new ResponseUrls(now, team.id),
    rateLimits: new RateLimits(now),
    faults: new Faults(),
    calls: new CallLog(workspace.changed, now),
    tickets: new Tickets(),
    courier: delivery.mode === "http" ? http : sockets,
  };
  addBot(ctx);
  return { ctx, http, sockets };
}

function addBot({ identity, workspace }: SlackContext): void {
  workspace.users.add({
    id: identity.botUserId,
    teamId: identity.team.id,
    botId: identity.botId,
    name: identity.botName,
    realName: "Cyclr",
    email: "",
    emailConfirmed: false,
    isBot: true,
  });
}
