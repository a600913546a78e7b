import { Hono } from "hono";
import { methodNotAllowed } from "hono/method-not-allowed";
import type { BoardQueues } from "../core/app.ts";
import { metricsOf, metricsPath } from "../core/answer-metrics.ts";
import type { App } from "../core/context.ts";
import { createApi, isApiPath } from "./create-api.ts";
import { answerError, logRequests, methodNotAllowedPage, notFoundPage, sendOwnPage } from "./http/errors.tsx";
import { clientAddress } from "./http/client-address.ts";
import { mountQueueDashboard, consoleSignIn, consoleSignOut } from "./console-users/queue-dashboard.tsx";
import { formGuards } from "./http/form-route.ts";
import { createRateLimits } from "./http/rate-limits.ts";
import { routes } from "./features.ts";
import { admission } from "./http/admission.ts";
import { secureResponses } from "./http/secure-responses.ts";
import { createSite, type WebContext, type WebEnv } from "./http/web-context.ts";

export interface WebOptions {
  /** The queues that the dashboard shows; without them there is none, and no sign-in for it. */
  board?: BoardQueues | undefined;
  /** How many proxies of our own stand before this server, and append to X-Forwarded-For. */
  trustedProxies: number;
}

/** The pages, apart from the listener. */
export function createWeb(app: App, { trustedProxies, board }: WebOptions): Hono<WebEnv> {
  const web = new Hono<WebEnv>();
  const site = createSite(app.publicUrl);
  const limits = createRateLimits(app.db);
  const api = createApi({ app, site, limits, clientOf: (c) => clientOf(c, trustedProxies) });
  web.get(metricsPath, async (c) => {
    const { status, headers, body } = await metricsOf(app, c.req.header("authorization"));
    return c.body(body, status, headers);
  });
  // Before everything of the pages, so that neither their cookies and forms nor their errors ever meet the API.
  web.use(async (c, next) => (isApiPath(c.req.path) ? api.fetch(c.req.raw, c.env) : next()));
  web.use(async (c, next) => {
    c.set("app", app);
    c.set("site", site);
    c.set("limits", limits);
    c.set("client", clientOf(c, trustedProxies));
    await next();
  });
  web.use(logRequests, secureResponses(site), methodNotAllowed({ app: web, onMethodNotAllowed }));
  for (const route of [...routes, ...(board ? [consoleSignIn, consoleSignOut] : [])]) {
    const { path, get, post } = route;
    web.get(path, admission(route), get);
    const guards = post ? [admission(route), ...formGuards(site, post)] : [];
    for (const guard of guards) web.post(path, guard);
  }
  if (board) mountQueueDashboard(web, app, site, board);
  web.notFound((c) => sendOwnPage(c, notFoundPage, 404));
  web.onError(answerError);
  return web;
}

function onMethodNotAllowed(c: WebContext, methods: string[]): Promise<Response> {
  c.header("Allow", methods.join(", "));
  return sendOwnPage(c, methodNotAllowedPage, 405);
}

type Caller = { env: unknown; req: { header(name: string): string | undefined } };

function clientOf(c: Caller, trustedProxies: number): string {
  // Without a Node server there is no env at all.
  const socketAddress = (c.env as WebEnv["Bindings"] | undefined)?.incoming?.socket.remoteAddress;
  return clientAddress({ socketAddress, forwardedFor: c.req.header("x-forwarded-for"), trustedProxies });
}
