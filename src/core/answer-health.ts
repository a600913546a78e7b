import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { metricsOf, metricsPath } from "./answer-metrics.ts";
import type { App } from "./context.ts";
import type { StoreStates } from "./kernel/outbox/health.ts";

/** Where a process answers for itself. `/healthz` is the name of `/readyz` that came first. */
export const healthPaths = ["/livez", "/readyz", "/healthz"] as const;

export type HealthPath = (typeof healthPaths)[number];

/** What is wrong with a bot's way to Slack, a sentence each that says what to do; none where all is well. */
export type SlackTroubles = () => string[];

export interface HealthAnswer {
  status: 200 | 503;
  body: { status: "ok" | "degraded"; slack?: "ok" | "down"; because?: string[] } & Partial<StoreStates>;
}

/** `/livez`: the process answers. The others: what it leans on takes its work. Nothing of an error's own words is given away. */
export async function healthOf(
  app: Pick<App, "health">,
  path: HealthPath,
  slackTroubles?: SlackTroubles,
): Promise<HealthAnswer> {
  if (path === "/livez") return { status: 200, body: { status: "ok" } };
  const stores = await app.health.check();
  const troubles = slackTroubles?.() ?? [];
  const because = [
    ...sentences("The database", stores.database, "it may be a replica, read-only, or its disk full"),
    ...sentences("The queue", stores.queue, "its memory or disk may be full, or it is a replica"),
    ...troubles,
  ];
  const well = because.length === 0;
  return {
    status: well ? 200 : 503,
    body: {
      status: well ? "ok" : "degraded",
      ...stores,
      ...(slackTroubles && { slack: troubles.length === 0 ? "ok" : "down" }),
      ...(!well && { because }),
    },
  };
}

function sentences(what: string, state: StoreStates["database"], perhaps: string): string[] {
  if (state === "ok") return [];
  return [state === "down" ? `${what} does not answer.` : `${what} takes no writes: ${perhaps}.`];
}

/** Answers where the address is one of health, or of the numbers; says whether it was. */
export function answersHealth(
  app: App,
  request: IncomingMessage,
  response: ServerResponse,
  slackTroubles?: SlackTroubles,
): boolean {
  const asked = request.url?.split("?")[0];
  const path = healthPaths.find((one) => one === asked);
  if (request.method !== "GET" && request.method !== "HEAD") return false;
  if (asked === metricsPath) {
    void metricsOf(app, request.headers.authorization).then(({ status, headers, body }) =>
      response.writeHead(status, headers).end(body),
    );
    return true;
  }
  if (!path) return false;
  void healthOf(app, path, slackTroubles).then(({ status, body }) =>
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body)),
  );
  return true;
}

export interface HealthServer {
  port: number;
  close(): void;
}

/** For a process that listens for nothing else. */
export async function serveHealth(
  app: App,
  { port, listenHost }: { port: number; listenHost?: string | undefined },
  slackTroubles?: SlackTroubles,
): Promise<HealthServer> {
  const server = createServer((request, response) => {
    if (!answersHealth(app, request, response, slackTroubles)) response.writeHead(404).end();
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, listenHost, resolve);
  });
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { port: (server.address() as AddressInfo).port, close };
}
