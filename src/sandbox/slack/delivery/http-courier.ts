import type { JsonObject } from "../model/message-log.ts";
import { createHmac } from "node:crypto";
import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";

export interface SignedDelivery {
  url: string;
  body: string;
  headers: Record<string, string>;
}

interface HttpCourierOptions {
  signingSecret: string;
  now: () => number;
  ackMs: () => number;
  closing: AbortSignal;
}

export class HttpCourier implements Courier {
  url: string | undefined;
  lastDelivery: SignedDelivery | undefined;
  readonly #options: HttpCourierOptions;

  constructor(options: HttpCourierOptions, url: string | undefined) {
    this.#options = options;
    this.url = url;
  }

  async deliver(parcel: Parcel): Promise<Receipt> {
    const body = bodyOf(parcel);
    const headers = { ...headersOf(parcel), ...this.sign(body) };
    this.lastDelivery = { url: this.#target(), body, headers };
    const started = performance.now();
    const timeout = AbortSignal.timeout(this.#options.ackMs());
    try {
      const posted = await this.#post(body, headers, timeout);
      return receiptOf(posted, performance.now() - started);
    } catch {
      const error = timeout.aborted ? "operation_timeout" : "dispatch_failed";
      return { acknowledged: false, ackMs: performance.now() - started, status: 0, error };
    }
  }

  sign(body: string, atSeconds = Math.floor(this.#options.now() / 1000)): Record<string, string> {
    return signRequest(this.#options.signingSecret, body, atSeconds);
  }

  deliverRaw(body: string, headers: Record<string, string>): Promise<Posted> {
    return this.#post(body, headers, AbortSignal.timeout(10_000));
  }

  #post(body: string, headers: Record<string, string>, timeout: AbortSignal): Promise<Posted> {
    return postRequest(this.#target(), body, headers, AbortSignal.any([timeout, this.#options.closing]));
  }

  #target(): string {
    if (!this.url) throw new Error("the sandbox does not know the app's request URL: call deliverTo(url)");
    return this.url;
  }
}

function bodyOf(parcel: Parcel): string {
  if (parcel.kind === "events_api") return JSON.stringify(parcel.payload);
  if (parcel.kind === "interactive")
    return new URLSearchParams({ payload: JSON.stringify(parcel.payload) }).toString();
  return new URLSearchParams(formOf(parcel.payload)).toString();
}

function headersOf(parcel: Parcel): Record<string, string> {
  const type = parcel.kind === "events_api" ? "application/json" : "application/x-www-form-urlencoded";
  return {
    "content-type": type,
    "user-agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
    accept: "application/json,*/*",
    ...(parcel.retry && {
      "x-slack-retry-num": String(parcel.retry.attempt),
      "x-slack-retry-reason": parcel.retry.reason,
    }),
  };
}

function formOf(payload: JsonObject): Record<string, string> {
  return Object.fromEntries(Object.entries(payload).map(([key, value]) => [key, String(value)]));
}

function receiptOf(posted: Posted, ackMs: number): Receipt {
  if (posted.status < 200 || posted.status > 299)
    return { acknowledged: false, ackMs, status: posted.status, error: "dispatch_failed" };
  const answer = answerOf(posted.body);
  return { acknowledged: true, ackMs, status: posted.status, ...(answer && { answer }) };
}

export function signRequest(secret: string, body: string, atSeconds: number): Record<string, string> {
  const digest = createHmac("sha256", secret).update(`v0:${atSeconds}:${body}`).digest("hex");
  return {
    "x-slack-request-timestamp": String(atSeconds),
    "x-slack-signature": `v0=${digest}`,
  };
}

export interface Posted {
  status: number;
  body: string;
}

/** A POST on a connection of its own, so that nothing lingers once it is answered. */
function postRequest(
  url: string,
  body: string,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<Posted> {
  const send = url.startsWith("https:") ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const request = send(url, { method: "POST", headers, agent: false, signal }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }),
      );
    });
    request.on("error", reject);
    request.end(body);
  });
}

export interface Parcel {
  kind: "slash_commands" | "interactive" | "events_api";
  payload: JsonObject;
  acceptsPayload: boolean;
  retry?: { attempt: number; reason: string };
}

/** What the app answered in time; `status` is 0 when it did not answer at all. */
export interface Receipt {
  acknowledged: boolean;
  ackMs: number;
  status: number;
  answer?: JsonObject;
  error?: "operation_timeout" | "dispatch_failed";
}

export interface Courier {
  deliver(parcel: Parcel): Promise<Receipt>;
}

function answerOf(body: string): JsonObject | undefined {
  if (body.trim() === "") return undefined;
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed === "object" && parsed !== null) return parsed as JsonObject;
  } catch {
    return { text: body };
  }
  return { text: body };
}
