import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { LRUCache } from "lru-cache";

const windowSeconds = 300;
const aheadSeconds = 60;

// Bolt ignores what stands behind a second "=": another spelling of one signature would count as new here.
const shape = /^v0=[0-9a-f]{64}$/;

/**
 * Bolt checks the signature, but takes a request dated in the future, and the same one again for five minutes. This
 * refuses both before Bolt reads the body: what was accepted once is remembered for as long as its date is good.
 */
export function guardReplays(listener: RequestListener, now: () => number = Date.now): RequestListener {
  const seen = new LRUCache<string, true>({ max: 100_000, ttl: (windowSeconds + aheadSeconds) * 1000 });
  return (request, response) => {
    const signature = header(request, "x-slack-signature");
    if (!signature) return listener(request, response);
    if (!shape.test(signature) || !dated(request, now()) || seen.has(signature))
      return refuse(request, response);
    seen.set(signature, true);
    response.once("close", () => {
      // Not taken after all: forged, or failed before the answer. Slack may try again.
      if (response.statusCode !== 200 || !response.writableFinished) seen.delete(signature);
    });
    return listener(request, response);
  };
}

function dated(request: IncomingMessage, nowMs: number): boolean {
  const timestamp = header(request, "x-slack-request-timestamp");
  if (!/^\d{1,12}$/.test(timestamp)) return false;
  const aheadBy = Number(timestamp) - nowMs / 1000;
  return aheadBy <= aheadSeconds && aheadBy >= -windowSeconds;
}

function refuse(request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  response.writeHead(401, { "content-type": "text/plain" }).end("stale or repeated request");
}

function header(request: IncomingMessage, name: string): string {
  const value = request.headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? "";
}
