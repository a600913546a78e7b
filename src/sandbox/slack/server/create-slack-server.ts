import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import type { SocketCourier } from "../delivery/socket-courier.ts";
import type { SlackContext } from "../slack-context.ts";
import type { Fault } from "./faults.ts";
import { sendAnswer, type Answer, refusal, serveCall, apiRoute, readArgs, readBody } from "./serve-call.ts";
import { answerTo } from "../person/run-command.ts";
import { SlackError } from "../slack-error.ts";

const GONE = new Set(["expired_url", "used_url", "no_service"]);

async function responseUrlRoute(
  ctx: SlackContext,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const args = await readArgs(request, url);
  await serveCall(ctx, request, response, {
    name: "response_url",
    args,
    run: () => respond(ctx, url.pathname, args),
  });
}

function respond(ctx: SlackContext, path: string, args: Record<string, unknown>): Answer {
  try {
    answerTo(ctx, ctx.responseUrls.use(path), args);
    return { status: 200, body: "ok" };
  } catch (error) {
    if (error instanceof SlackError) return refusal(error, GONE.has(error.code) ? 404 : 400);
    throw error;
  }
}

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

/** Takes the bytes as they are, or as the only part of a multipart form. */
async function uploadRoute(
  ctx: SlackContext,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const file = ctx.workspace.files.find(url.pathname.slice("/upload/v1/".length));
  const body = await readBody(request);
  if (!file) return sendAnswer(response, { status: 404, body: "file not found" });
  const type = request.headers["content-type"] ?? "";
  const boundary = /boundary="?([^";]+)"?/.exec(type)?.[1];
  const content = boundary ? firstPart(body, boundary) : body;
  if (content.length !== file.length) return sendAnswer(response, { status: 400, body: "length mismatch" });
  ctx.workspace.files.change(file, { content });
  sendAnswer(response, { status: 200, body: `OK - ${content.length}` });
}

function downloadRoute(
  ctx: SlackContext,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): void {
  const file = ctx.workspace.files.find(url.pathname.slice("/files-pri/".length));
  const allowed = request.headers.authorization === `Bearer ${ctx.identity.botToken}`;
  // As Slack does: an app without the scope is sent to the page on which people sign in.
  if (allowed && !ctx.identity.scopes.has("files:read"))
    return void response.writeHead(302, { location: `${ctx.origin()}/signin` }).end();
  if (!file?.content || !allowed) return sendAnswer(response, { status: 404, body: "file not found" });
  response.writeHead(200, { "content-type": "application/octet-stream" }).end(file.content);
}

function firstPart(body: Buffer, boundary: string): Buffer {
  const start = body.indexOf("\r\n\r\n") + 4;
  return body.subarray(start, body.indexOf(`\r\n--${boundary}`, start));
}
