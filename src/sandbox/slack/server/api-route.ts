import type { IncomingMessage, ServerResponse } from "node:http";
import { callMethod } from "../api/call-method.ts";
import { textOf, type JsonObject } from "../model/json-object.ts";
import type { SlackContext } from "../slack-context.ts";
import { readArgs } from "./read-body.ts";
import { SlackError } from "../slack-error.ts";
import { refusal, type Answer } from "./answer.ts";
import { serveCall } from "./serve-call.ts";

export async function apiRoute(
  ctx: SlackContext,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const name = url.pathname.slice("/api/".length);
  const args = await readArgs(request, url);
  const token = tokenOf(request, args);
  await serveCall(ctx, request, response, { name, args, run: () => answerTo(ctx, name, args, token) });
}

function answerTo(ctx: SlackContext, name: string, args: JsonObject, token: string): Answer {
  const headers = { "x-oauth-scopes": [...ctx.identity.scopes].join(",") };
  try {
    return { status: 200, body: callMethod(ctx, name, args, token), headers };
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    const refused = refusal(error);
    return { ...refused, headers: { ...headers, ...refused.headers } };
  }
}

function tokenOf(request: IncomingMessage, args: JsonObject): string {
  const header = request.headers.authorization ?? "";
  return header.startsWith("Bearer ") ? header.slice("Bearer ".length).trim() : textOf(args["token"]);
}
