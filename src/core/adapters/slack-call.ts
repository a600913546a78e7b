import {
  Agent as HttpAgent,
  type ClientRequestArgs,
  type IncomingMessage,
  request as overHttp,
} from "node:http";
import { Agent as HttpsAgent, request as overHttps } from "node:https";
import {
  WebAPIHTTPError,
  type WebAPICallResult,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
} from "@slack/web-api";

const withinMs = 10_000;
const atOnce = 100;

interface Answer {
  message: IncomingMessage;
  body: string;
}

/**
 * Calls one of Slack's methods as WebClient does, and throws what that throws. That one goes by fetch, and writes out a copy of
 * all that it sends and gets for a log that is off: of a card's way most of the work. Follows no redirect.
 */
export function slackCall({ botToken, apiUrl }: { botToken: string; apiUrl: string }) {
  const api = new URL(apiUrl.endsWith("/") ? apiUrl : `${apiUrl}/`);
  const isSecure = api.protocol === "https:";
  const kept = { keepAlive: true, maxSockets: atOnce };
  const agent = isSecure ? new HttpsAgent(kept) : new HttpAgent(kept);
  const request = isSecure ? overHttps : overHttp;

  const send = (method: string, text: string): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const asked: ClientRequestArgs = {
        agent,
        method: "POST",
        headers: {
          authorization: `Bearer ${botToken}`,
          "content-type": "application/json; charset=utf-8",
          "content-length": Buffer.byteLength(text),
          accept: "application/json",
          "user-agent": "cyclr-access",
        },
      };
      const sent = request(new URL(method, api), asked, (message) => {
        const chunks: Buffer[] = [];
        message.on("data", (chunk: Buffer) => void chunks.push(chunk));
        message.once("end", () => resolve({ message, body: Buffer.concat(chunks).toString() }));
        message.once("error", reject);
      });
      const late = setTimeout(() => sent.destroy(new Error(`no answer within ${withinMs} ms`)), withinMs);
      sent.once("error", reject).once("close", () => clearTimeout(late));
      sent.end(text);
    });

  return async <Result extends WebAPICallResult>(method: string, args: object): Promise<Result> => {
    const { message, body } = await send(method, JSON.stringify(args));
    const { statusCode = 0, statusMessage = "", headers } = message;
    const retryAfter = Number(headers["retry-after"]);
    if (statusCode === 429 && Number.isFinite(retryAfter)) throw new WebAPIRateLimitedError(retryAfter);
    if (statusCode !== 200) throw new WebAPIHTTPError(statusCode, statusMessage, headersOf(message), body);
    const result = JSON.parse(body) as Result & { error?: string };
    if (!result.ok) throw new WebAPIPlatformError({ ...result, error: result.error ?? "no reason" });
    return result;
  };
}

const headersOf = ({ headers }: IncomingMessage): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
