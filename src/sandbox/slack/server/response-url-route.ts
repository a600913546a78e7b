import type { IncomingMessage, ServerResponse } from "node:http";
import { answerTo } from "../person/answer-to.ts";
import { SlackError } from "../slack-error.ts";
import type { SlackContext } from "../slack-context.ts";
import type { Answer } from "./answer.ts";
import { refusal } from "./answer.ts";
import { readArgs } from "./read-body.ts";
import { serveCall } from "./serve-call.ts";

const GONE = new Set(["expired_url", "used_url", "no_service"]);

export async function responseUrlRoute(
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
