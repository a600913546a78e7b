import type { IncomingMessage, ServerResponse } from "node:http";
import { callMethod } from "../api/call-method.ts";
import { textOf, type JsonObject } from "../model/json-object.ts";
import type { SlackContext } from "../slack-context.ts";
import { readArgs } from "./read-body.ts";
import { answering, serveCall } from "./serve-call.ts";

export async function apiRoute(
  ctx: SlackContext,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const name = url.pathname.slice("/api/".length);
  const args = await readArgs(request, url);
  const headers = { "x-oauth-scopes": [...ctx.identity.scopes].join(",") };
  await serveCall(ctx, request, response, {
    name,
    args,
    run: () =>
      answering(() => ({ status: 200, body: callMethod(ctx, name, args, tokenOf(request, args)), headers })),
  });
}

function tokenOf(request: IncomingMessage, args: JsonObject): string {
  const header = request.headers.authorization ?? "";
  return header.startsWith("Bearer ") ? header.slice("Bearer ".length).trim() : textOf(args["token"]);
}
