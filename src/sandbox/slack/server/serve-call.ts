import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { isObject, type JsonObject, textOf } from "../model/message-log.ts";
import type { SlackContext } from "../slack-context.ts";
import type { Fault } from "./faults.ts";
import { rateLimited } from "./rate-limits.ts";
import { SlackError } from "../slack-error.ts";
import { callMethod } from "../api/call-method.ts";

interface Call {
  name: string;
  args: JsonObject;
  run: () => Answer;
}

/** Answers one call, and lets an injected fault have its way with it. */
export async function serveCall(
  ctx: SlackContext,
  request: IncomingMessage,
  response: ServerResponse,
  { name, args, run }: Call,
): Promise<void> {
  const fault = ctx.faults.take(name, args);
  if (fault?.kind === "drop_before_accept") {
    ctx.calls.record(name, args, 0);
    request.socket.resetAndDestroy();
    return;
  }
  const pause = () => sleep(fault?.ms ?? 1_000, undefined, { signal: ctx.closing });
  if (fault?.kind === "slow" && !fault.accepted) await pause();
  const answer = outcomeOf(fault, run);
  ctx.calls.record(name, args, answer.status, isObject(answer.body) ? answer.body : { body: answer.body });
  if (fault?.kind === "slow" && fault.accepted) await pause();
  if (fault?.kind === "drop_after_accept") request.socket.resetAndDestroy();
  else sendAnswer(response, answer);
}

function outcomeOf(fault: Fault | undefined, run: () => Answer): Answer {
  const faulty = fault && answerOfFault(fault);
  if (!faulty) return run();
  if (fault.accepted) run();
  return faulty;
}

function answerOfFault(fault: Fault): Answer | undefined {
  if (fault.kind === "status") return { status: fault.status ?? 500, body: "" };
  if (fault.kind === "error")
    return { status: 200, body: { ok: false, error: fault.error ?? "fatal_error" } };
  if (fault.kind === "rate_limited") return refusal(rateLimited(fault.retryAfter ?? 1));
  return undefined;
}

export interface Answer {
  status: number;
  body: JsonObject | string;
  headers?: Record<string, string>;
}

export function sendAnswer(response: ServerResponse, answer: Answer): void {
  const isText = typeof answer.body === "string";
  response.writeHead(answer.status, {
    "content-type": isText ? "text/plain; charset=utf-8" : "application/json; charset=utf-8",
    ...answer.headers,
  });
  response.end(isText ? answer.body : JSON.stringify(answer.body));
}

export function refusal(error: SlackError, status = 200): Answer {
  const { retry_after: retryAfter, ...extra } = error.extra;
  const body = { ok: false, error: error.code, ...extra };
  if (error.code !== "ratelimited") return { status, body };
  return { status: 429, body, headers: { "retry-after": String(retryAfter) } };
}

const ENCODED = new Set(["attachments", "blocks", "files", "metadata", "view"]);

export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** The arguments of a call, from a form, from JSON or from the address itself. */
export async function readArgs(request: IncomingMessage, url: URL): Promise<JsonObject> {
  const body = (await readBody(request)).toString();
  const query = decodeForm(url.searchParams);
  if (request.headers["content-type"]?.startsWith("application/json"))
    return { ...query, ...objectFrom(body) };
  return { ...query, ...decodeForm(new URLSearchParams(body)) };
}

function objectFrom(text: string): JsonObject {
  const value = jsonFrom(text);
  return isObject(value) ? value : {};
}

function decodeForm(form: URLSearchParams): JsonObject {
  return Object.fromEntries(
    [...form].map(([key, value]) => [key, ENCODED.has(key) ? jsonFrom(value) : value]),
  );
}

function jsonFrom(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

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
