import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import type { SocketCourier } from "../delivery/socket-courier.ts";
import type { SlackContext } from "../slack-context.ts";
import type { Fault } from "./faults.ts";
import { sendAnswer } from "./answer.ts";
import { apiRoute } from "./api-route.ts";
import { responseUrlRoute } from "./response-url-route.ts";
import { downloadRoute, uploadRoute } from "./upload-route.ts";

type Route = (
  ctx: SlackContext,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
) => Promise<void> | void;

const ROUTES: readonly [prefix: string, route: Route][] = [
  ["/api/", apiRoute],
  ["/commands/", responseUrlRoute],
  ["/actions/", responseUrlRoute],
  ["/upload/v1/", uploadRoute],
  ["/files-pri/", downloadRoute],
];

export function createSlackServer(ctx: SlackContext, sockets: SocketCourier): Server {
  const server = createServer((request, response) => {
    route(ctx, request, response).catch((error: unknown) => fail(ctx, response, error));
  });
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on("error", () => socket.destroy());
    const fault = ctx.faults.take("websocket", {});
    ctx.closing.addEventListener("abort", () => socket.destroy(), { once: true });
    if (fault) return spoil(fault, request, socket, head, sockets);
    const ticket = urlOf(request).searchParams.get("ticket") ?? "";
    if (!ctx.tickets.redeem(ticket)) return void socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
    sockets.server.handleUpgrade(request, socket, head, (opened) => sockets.welcome(opened));
  });
  return server;
}

async function route(ctx: SlackContext, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = urlOf(request);
  const found = ROUTES.find(([prefix]) => url.pathname.startsWith(prefix));
  if (!found) return sendAnswer(response, { status: 404, body: "not found" });
  await found[1](ctx, request, response, url);
}

/** A status, a cut connection, or silence: before the handshake, or (`accepted`) after it. */
function spoil(
  fault: Fault,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  sockets: SocketCourier,
): void {
  if (fault.kind === "status") return void socket.end(`HTTP/1.1 ${fault.status ?? 503} Fault\r\n\r\n`);
  if (fault.kind !== "slow") return void socket.destroy();
  if (fault.accepted) sockets.server.handleUpgrade(request, socket, head, () => undefined);
}

function fail(ctx: SlackContext, response: ServerResponse, error: unknown): void {
  if (ctx.closing.aborted || response.headersSent) return void response.destroy();
  sendAnswer(response, { status: 500, body: { ok: false, error: "fatal_error", detail: String(error) } });
}

function urlOf(request: IncomingMessage): URL {
  return new URL(request.url ?? "/", "http://127.0.0.1");
}
