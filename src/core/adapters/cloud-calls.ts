import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { CloudCall, CloudPace } from "../kernel/cloud/cloud-pace.ts";
import type { CloudSettings } from "../kernel/cloud/cloud-settings.ts";
import { cloudName } from "../kernel/cloud/cloud.ts";
import { ExternalError } from "../kernel/external-error.ts";
import { cloudToken } from "./cloud-token.ts";
import { type CloudAnswer, failureOf, sendToCloud, waitBefore } from "./cloud-http.ts";

export interface CloudOptions {
  pace: CloudPace;
  /** For one try of one call. */
  timeoutMs?: number;
  /** The wait before the second try; each further one is three times as long. */
  firstWaitMs?: number;
  /** A call that is to wait longer than this is given up; who asked for it tries again later. */
  patienceMs?: number;
}

export interface CloudRequest<Read> {
  path: string;
  query?: Record<string, string>;
  /** What a right answer looks like; unknown fields pass. */
  answer: z.ZodType<Read>;
  /** The Account that it is about, for calls that name it in a header. */
  account?: string | undefined;
}

export interface CloudWrite {
  method: "POST" | "PUT" | "DELETE";
  path: string;
  body: object;
}

export interface CloudRead<Read> {
  body: Read;
  headers: Headers;
}

const mostTries = 4;

/** Calls of the cloud, each paced and limited. What only reads is tried again where that can help, and checked. */
export function cloudCalls(settings: CloudSettings, options: CloudOptions) {
  const { pace, timeoutMs = 20_000, firstWaitMs = 1_000, patienceMs = 60_000 } = options;
  const token = cloudToken(settings, { pace, timeoutMs });

  async function authorized(what: CloudCall, send: (bearer: string) => Promise<CloudAnswer>) {
    const bearer = await token.get();
    await pace.turn(what);
    const answer = await send(bearer);
    if (answer.status !== 401) return answer;
    // A token may end before its time. Anything else that the first one was refused for, the second is as well.
    token.drop(bearer);
    const fresh = await token.get();
    await pace.turn(what);
    return send(fresh);
  }

  /** False where there is nothing of that address. */
  function isThere(answer: CloudAnswer): boolean {
    if (answer.status === 404 && isApisOwn(answer)) return false;
    if (answer.status >= 200 && answer.status < 300) return true;
    throw failureOf(answer, [settings.clientSecret, settings.clientId]);
  }

  async function once<Read>(url: URL, { answer: schema, account }: CloudRequest<Read>) {
    const about: Record<string, string> = account === undefined ? {} : { "X-Cyclr-Account": account };
    const answer = await authorized("reading", (bearer) =>
      sendToCloud({ url, method: "GET", headers: { ...about, ...bearing(bearer) }, timeoutMs }),
    );
    if (!isThere(answer)) return undefined;
    return { body: readAnswer(answer, schema, url.pathname), headers: answer.headers };
  }

  /** Sent once: whoever asked for it knows how to look whether it has arrived. False: 404. */
  async function change({ method, path, body }: CloudWrite): Promise<boolean> {
    const url = addressOf(settings.apiUrl, { path });
    try {
      const answer = await authorized("change", (bearer) =>
        sendToCloud({
          url,
          method,
          headers: { "Content-Type": "application/json", ...bearing(bearer) },
          body: JSON.stringify(body),
          timeoutMs,
        }),
      );
      return isThere(answer);
    } catch (error) {
      if (error instanceof ExternalError && error.reason === "429")
        await pace.hold(Math.min(error.retryAfterMs ?? firstWaitMs, patienceMs));
      throw error;
    }
  }

  /** Undefined: 404. */
  async function read<Read>(request: CloudRequest<Read>): Promise<CloudRead<Read> | undefined> {
    const url = addressOf(settings.apiUrl, request);
    const since = performance.now();
    for (let tries = 1; ; tries += 1) {
      try {
        return await once(url, request);
      } catch (error) {
        if (!(error instanceof ExternalError) || !error.retryable || tries >= mostTries) throw error;
        const waitMs = waitBefore(tries, firstWaitMs, error.retryAfterMs);
        if (performance.now() - since + waitMs > patienceMs) throw error;
        if (error.reason === "429") await pace.hold(waitMs);
        else await sleep(waitMs);
      }
    }
  }

  return { read, change };
}

const bearing = (bearer: string) => ({ Authorization: `Bearer ${bearer}` });

/** A server that is no API, or a proxy before it, says 404 in HTML: that proves nothing of an Account. */
function isApisOwn({ text }: CloudAnswer): boolean {
  return text.trim() === "" || parsed(text) !== undefined;
}

function addressOf(apiUrl: string, { path, query = {} }: Pick<CloudRequest<unknown>, "path" | "query">): URL {
  const url = new URL(`${apiUrl}${path}`);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url;
}

function readAnswer<Read>({ text }: CloudAnswer, schema: z.ZodType<Read>, path: string): Read {
  const json = parsed(text);
  if (json === undefined)
    throw new ExternalError(`${cloudName} answers ${path} with something that is no JSON.`, {
      retryable: true,
      reason: "no-json",
    });
  const read = schema.safeParse(json);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const where = issue?.path.length ? ` at ${issue.path.map(String).join(".")}` : "";
  throw new ExternalError(`${cloudName} answers ${path} in a form that is not known${where}.`, {
    retryable: false,
    reason: "unknown-form",
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
