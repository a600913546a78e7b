import type { ServerResponse } from "node:http";
import type { JsonObject } from "../model/json-object.ts";
import { SlackError } from "../slack-error.ts";

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
