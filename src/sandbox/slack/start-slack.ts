import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { presentUser } from "./api/present-user.ts";
import { click, clickInView, closeView, findPerson, fillView } from "./person/click.ts";
import { loadOptions } from "./person/load-options.ts";
import { runCommand } from "./person/run-command.ts";
import { runShortcut, runStep } from "./person/use-places.ts";
import { openHome, sendEvent } from "./person/send-event.ts";
import { submitView } from "./person/submit-view.ts";
import { createSlackServer } from "./server/create-slack-server.ts";
import type { SlackContext, Pacing } from "./slack-context.ts";
import {
  type SlackInstallation,
  type SlackOptions,
  type SlackPeople,
  type SlackSandbox,
  type SlackScreens,
  waitFor,
} from "./slack-sandbox.ts";
import { DeliveryLog } from "./delivery/delivery-log.ts";
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

export async function startSlack(options: SlackOptions): Promise<SlackSandbox> {
  const closing = new AbortController();
  let origin = "";
  const wiring = createContext({
    ...options,
    now: options.now ?? Date.now,
    closing: closing.signal,
    origin: () => origin,
  });
  const { ctx, sockets, log } = wiring;
  const server = createSlackServer(ctx, sockets);
  await listen(server, options.port ?? 0);
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const installed = installation(wiring);
  const acting = people(ctx);
  const seen = screens(ctx);
  const close = async () => {
    if (closing.signal.aborted) return;
    closing.abort();
    sockets.close();
    await stop(server);
  };
  return Object.assign(installed, acting, seen, {
    workspace: ctx.workspace,
    calls: ctx.calls.calls,
    deliveries: log.deliveries,
    faults: ctx.faults,
    limits: ctx.limits,
    waitFor: <T>(probe: () => T | undefined | false, wait?: Parameters<typeof waitFor>[3]) =>
      waitFor(ctx.workspace, closing.signal, probe, wait),
    close,
  });
}

function installation({ ctx, http, sockets }: Wiring): SlackInstallation {
  const { botToken, appToken, signingSecret, team, botUserId, botId, appId, scopes } = ctx.identity;
  return {
    apiUrl: `${ctx.origin()}/api/`,
    botToken,
    appToken,
    signingSecret,
    team,
    botUserId,
    botId,
    appId,
    scopes,
    deliverTo: (url) => {
      http.url = url;
    },
    get lastDelivery() {
      return http.lastDelivery;
    },
    sign: (body, atSeconds) => http.sign(body, atSeconds),
    deliverRaw: (body, headers) => http.deliverRaw(body, headers),
    refreshSockets: () => sockets.refresh(),
    dropSockets: () => sockets.drop(),
    get connections() {
      return sockets.connections;
    },
  };
}

function people(ctx: SlackContext): SlackPeople {
  const { users, channels, messages, files } = ctx.workspace;
  const { team, botUserId } = ctx.identity;
  return {
    addUser: (input) =>
      users.add({ ...input, teamId: input.teamId ?? (input.isStranger ? "T0STRANGER" : team.id) }),
    updateUser: (id, changes) => users.update(id, changes),
    changeUser: (id, changes) => {
      const user = presentUser(ctx, users.update(id, changes));
      return sendEvent(ctx, { type: "user_change", user, cache_ts: Math.floor(ctx.now() / 1000) });
    },
    addChannel: (input) => channels.add(input),
    updateChannel: (id, changes) => channels.update(id, changes),
    openDirect: (...ids) => channels.direct(ids.length > 1 ? ids : [...ids, botUserId]),
    upload: ({ userId, name, content }) =>
      files.upload(findPerson(ctx, userId).id, name, Buffer.from(content)),
    deleteMessage: (channelId, ts) => {
      const message = messages.find(channelId, ts);
      if (!message) throw new Error(`no message ${ts} in ${channelId}`);
      messages.remove(message);
    },
    say: ({ userId, channelId, text, threadTs }) =>
      messages.post({
        user: findPerson(ctx, userId).id,
        channel: channelId,
        text,
        ...(threadTs && { thread_ts: threadTs }),
      }),
    runCommand: (input) => runCommand(ctx, input),
    click: (input) => click(ctx, input),
    clickInView: (input) => clickInView(ctx, input),
    fillView: (input) => fillView(ctx, input),
    submitView: (input) => submitView(ctx, input),
    closeView: (input) => closeView(ctx, input),
    loadOptions: (input) => loadOptions(ctx, input),
    runShortcut: (input) => runShortcut(ctx, input),
    runStep: (input) => runStep(ctx, input),
    openHome: (userId) => openHome(ctx, userId),
    sendEvent: (event) => sendEvent(ctx, event),
  };
}

function screens(ctx: SlackContext): SlackScreens {
  const { views, messages, channels, files } = ctx.workspace;
  return {
    step: (id) => ctx.workspace.steps.get(id),
    views: (userId) => views.stack(userId),
    home: (userId) => views.home(userId),
    ephemerals: (userId) => messages.ephemerals(userId),
    messages: (channelId) => messages.all(channelId),
    thread: (channelId, ts) => messages.thread(channelId, ts),
    directMessages: (userId) => messages.all(channels.direct([userId, ctx.identity.botUserId]).id),
    files: () => files.all(),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
}

async function stop(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}

interface ContextInput extends IdentityInput {
  delivery: { mode: "http"; url?: string } | { mode: "socket" };
  now: () => number;
  origin: () => string;
  closing: AbortSignal;
}

interface Wiring {
  ctx: SlackContext;
  http: HttpCourier;
  sockets: SocketCourier;
  log: DeliveryLog;
}

function createContext(input: ContextInput): Wiring {
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
  const log = new DeliveryLog(delivery.mode === "http" ? http : sockets, workspace.changed, now);
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
    courier: log,
  };
  addBot(ctx);
  return { ctx, http, sockets, log };
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
