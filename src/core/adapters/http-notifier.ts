import { type lookup, lookup as lookUp, type LookupAddress } from "node:dns";
import http, { type IncomingMessage } from "node:http";
import https from "node:https";
import { isIP, type LookupFunction } from "node:net";
import type { Notification, Notifier } from "../cycles/notifier.ts";
import { ExternalError } from "../kernel/external-error.ts";
import ipaddr from "ipaddr.js";

/** Azure's own, which answers inside every virtual machine there, has an address that is public everywhere else. */
const metadata = new Set(["168.63.129.16"]);

/** All that is given out of IPv6. Outside of it an address may stand for one of IPv4 that no range names. */
const global = ipaddr.IPv6.parseCIDR("2000::/3");

/** Whether an address is one of the public Internet: no private, loopback, link-local, metadata or tunnel address. */
export function isPublicAddress(address: string): boolean {
  const text = address.replace(/%.*$/, "");
  if (!ipaddr.isValid(text)) return false;
  const parsed = ipaddr.process(text);
  if (parsed instanceof ipaddr.IPv6 && !parsed.match(global)) return false;
  return parsed.range() === "unicast" && !metadata.has(parsed.toString());
}

class PrivateAddress extends Error {
  override readonly name = "PrivateAddress";
}

/**
 * Resolves a name once, for the connection that is made with the result: what was checked is what is connected to. Refused
 * where any of its addresses is not public.
 */
export function publicLookup(resolve: typeof lookUp = lookUp): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      const [first] = addresses ?? [];
      if (error || !first) return callback(error ?? new Error(`${hostname} has no address`), "");
      if (!addresses.every(({ address }) => isPublicAddress(address)))
        return callback(new PrivateAddress(`${hostname} leads to a private address`), "");
      if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}

export interface NotifierOptions {
  /** Private addresses, and plain HTTP. For a notification URL inside the own network. */
  allowPrivate: boolean;
  timeoutMs?: number;
  /** What resolves names; for tests. */
  resolve?: typeof lookup;
}

const answerAtMost = 64 * 1024;

const usualName = "The notification URL";

/** Calls notification URLs over HTTP: one connection a call, no redirect, no answer longer than 64 KiB. */
export function createNotifier({ allowPrivate, timeoutMs = 10_000, resolve }: NotifierOptions): Notifier {
  const guard = allowPrivate ? {} : { lookup: publicLookup(resolve) };
  const fault: Notifier["fault"] = (url, what = usualName) => faultOf(url, what, allowPrivate);
  return {
    fault,
    async post(notification) {
      const { url, what = usualName, timeoutMs: ms = timeoutMs } = notification;
      const never = fault(url, what);
      if (never) throw new ExternalError(never, { retryable: false, reason: "refused-url" });
      const signal = AbortSignal.timeout(ms);
      const answered = await send(notification, what, { ...guard, signal });
      judge(answered, what);
      return answered.status;
    },
  };
}

function faultOf(text: string, what: string, allowPrivate: boolean): string | undefined {
  if (!URL.canParse(text)) return `${what} is not an address.`;
  const { protocol, hostname, username, password } = new URL(text);
  if (!["https:", ...(allowPrivate ? ["http:"] : [])].includes(protocol))
    return `${what} has to start with https://.`;
  if (username || password) return `${what} must not hold a user name or password.`;
  const host = hostname.replace(/^\[(.*)\]$/, "$1");
  // A name is looked at when it is resolved; an address never is.
  const isPrivate = (isIP(host) !== 0 && !isPublicAddress(host)) || /(^|\.)localhost\.?$/i.test(host);
  return isPrivate && !allowPrivate ? `${what} is a private address.` : undefined;
}

interface Answered {
  status: number;
  retryAfter: string | undefined;
}

function send(
  { url, body, headers }: Notification,
  what: string,
  options: Pick<http.RequestOptions, "lookup" | "signal">,
): Promise<Answered> {
  const { request } = new URL(url).protocol === "https:" ? https : http;
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => reject(troubleOf(error, what));
    const call = request(url, {
      ...options,
      method: "POST",
      // A connection of its own, so that no earlier name stands for this one.
      agent: false,
      headers: {
        "Content-Type": "application/json",
        "Content-Length": Buffer.byteLength(body),
        "User-Agent": "cyclr-access",
        ...headers,
      },
    });
    call.once("error", fail);
    call.once("response", (response) => {
      const answered = { status: response.statusCode ?? 0, retryAfter: response.headers["retry-after"] };
      drain(response, () => resolve(answered));
    });
    call.end(body);
  });
}

/** Reads the answer to its end, or to its limit; its status stands whatever follows. */
function drain(response: IncomingMessage, done: () => void): void {
  let size = 0;
  response.on("data", (chunk: Buffer) => {
    size += chunk.length;
    if (size > answerAtMost) response.destroy();
  });
  response.once("error", done).once("close", done);
}

function judge({ status, retryAfter }: Answered, what: string): void {
  if (status >= 200 && status < 300) return;
  const reason = String(status);
  if (status >= 300 && status < 400)
    throw new ExternalError(`${what} answers with a redirect, which is not followed.`, {
      retryable: false,
      reason,
    });
  if (status === 410)
    throw new ExternalError(`${what} says that it is gone (410).`, { retryable: false, reason });
  const retryAfterMs = waitOf(retryAfter);
  throw new ExternalError(`${what} answers ${status}.`, {
    retryable: true,
    reason,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}

/** In seconds or as a date. At most an hour: nobody silences us for longer. */
function waitOf(retryAfter: string | undefined): number | undefined {
  if (!retryAfter) return undefined;
  const ms = /^\d{1,9}$/.test(retryAfter) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), 3_600_000);
}

function troubleOf(error: unknown, what: string): ExternalError {
  if (error instanceof PrivateAddress)
    return new ExternalError(`${what} leads to a private address.`, {
      retryable: false,
      reason: "private-address",
      cause: error,
    });
  const isLate = error instanceof Error && error.name === "AbortError";
  const sentence = isLate ? `${what} does not answer in time.` : `${what} cannot be reached.`;
  return new ExternalError(sentence, {
    retryable: true,
    reason: isLate ? "timeout" : "unreachable",
    cause: error,
  });
}
