import type { IncomingMessage, ServerResponse } from "node:http";
import type { SlackContext } from "../slack-context.ts";
import { sendAnswer } from "./answer.ts";
import { readBody } from "./read-body.ts";

/** Takes the bytes as they are, or as the only part of a multipart form. */
export async function uploadRoute(
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

export function downloadRoute(
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
