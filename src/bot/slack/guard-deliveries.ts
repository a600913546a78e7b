import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { HTTPModuleFunctions } from "@slack/bolt";
import { LRUCache } from "lru-cache";
import type { Delivered } from "./slack-failure.ts";

const windowSeconds = 300;
const aheadSeconds = 60;
const bodyAtMost = 1_000_000;
// Bolt ignores what stands behind a second "=": another spelling of one signature would count as new here.
const shape = /^v0=[0-9a-f]{64}$/;

interface GuardOptions {
  now?: () => number;
  /** How many accepted deliveries are remembered at most. */
  remembered?: number;
  /** Told of each delivery that looks like one of Slack's whether its signature was right, or how far off its date is. */
  verified?: (delivered: Delivered) => void;
}

/**
 * Bolt checks the signature, but takes a request dated in the future and the same one again for five minutes, answers
 * nothing to a body that is no object, and knows a form only by its bare media type. This stands before it: what was
 * accepted once is remembered for as long as its date is good.
 */
export function guardDeliveries(
  listener: RequestListener,
  { now = Date.now, remembered = 100_000, verified }: GuardOptions = {},
): RequestListener {
  const ttl = (windowSeconds + aheadSeconds) * 1000;
  // By the clock that dates are held against: a clock that was set back keeps a date good for longer.
  const seen = new LRUCache<string, true>({ max: remembered, ttl, perf: { now } });
  return (request, response) => {
    const signature = header(request, "x-slack-signature");
    if (!signature) return listener(request, response);
    const aheadBySeconds = aheadBy(request, now());
    const isDated = aheadBySeconds <= aheadSeconds && aheadBySeconds >= -windowSeconds;
    if (!shape.test(signature) || !isDated || seen.has(signature)) {
      if (!isDated && !Number.isNaN(aheadBySeconds)) verified?.({ aheadBySeconds });
      return refuse(response, 401, "stale or repeated request");
    }
    seen.set(signature, true);
    response.once("close", () => {
      // Not taken after all: forged, or failed before the answer. Slack may try again.
      if (response.statusCode !== 200 || !response.writableFinished) seen.delete(signature);
    });
    void handOn();

    async function handOn(): Promise<void> {
      if (!(await takeBody(request, response))) return;
      response.once("finish", () => {
        if ([200, 401].includes(response.statusCode)) verified?.({ isGood: response.statusCode === 200 });
      });
      listener(request, response);
    }
  };
}

/** In seconds; NaN where it is no date. */
function aheadBy(request: IncomingMessage, nowMs: number): number {
  const timestamp = header(request, "x-slack-request-timestamp");
  return /^\d{1,12}$/.test(timestamp) ? Number(timestamp) - nowMs / 1000 : NaN;
}

/** Leaves the body where Bolt looks for one that was read before; false where the answer is given already. */
async function takeBody(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
  const [mediaType = ""] = header(request, "content-type").split(";");
  request.headers["content-type"] = mediaType.trim().toLowerCase();
  try {
    const rawBody = await readBody(request);
    if (!rawBody) refuse(response, 413, "too large");
    else if (isObject(Object.assign(request, { rawBody }))) return true;
    else refuse(response, 400, "not an object");
  } catch {
    response.destroy();
  }
  return false;
}

async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > bodyAtMost) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function isObject(request: IncomingMessage & { rawBody: Buffer }): boolean {
  try {
    const body: unknown = HTTPModuleFunctions.parseHTTPRequestBody(request);
    return typeof body === "object" && body !== null;
  } catch {
    return false;
  }
}

function refuse(response: ServerResponse, status: number, why: string): void {
  response.writeHead(status, { "content-type": "text/plain", connection: "close" }).end(why);
}

function header(request: IncomingMessage, name: string): string {
  const value = request.headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? "";
}
