import { Agent as HttpAgent, type IncomingMessage, request as overHttp } from "node:http";
import { Agent as HttpsAgent, request as overHttps } from "node:https";

const kept = { keepAlive: true, maxSockets: 100 };
const [plainAgent, secureAgent] = [new HttpAgent(kept), new HttpsAgent(kept)];

export interface Post {
  headers: Record<string, string>;
  body: string;
  signal?: AbortSignal | null | undefined;
}

/** What a POST was answered, over a connection that is kept for the next. A redirect is refused. */
export function post(address: string | URL, { headers, body, signal }: Post): Promise<Response> {
  const url = new URL(address);
  const [request, agent] = url.protocol === "https:" ? [overHttps, secureAgent] : [overHttp, plainAgent];
  const options = {
    agent,
    method: "POST",
    headers: { ...headers, "content-length": Buffer.byteLength(body) },
    ...(signal && { signal }),
  };
  return new Promise((resolve, reject) => {
    const sent = request(url, options, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => void chunks.push(chunk));
      answer.once("error", reject).once("end", () => {
        if (isRedirect(answer)) reject(new TypeError("redirected"));
        else resolve(responseOf(answer, Buffer.concat(chunks)));
      });
    });
    sent.once("error", (error) => reject(signal?.aborted ? signal.reason : error)).end(body);
  });
}

const isRedirect = ({ statusCode = 0 }: IncomingMessage): boolean => statusCode >= 300 && statusCode < 400;

function responseOf(
  { statusCode = 0, statusMessage = "", headers }: IncomingMessage,
  body: Buffer,
): Response {
  const told = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]);
  const shown = body.length > 0 ? body.toString() : null;
  return new Response(shown, { status: statusCode, statusText: statusMessage, headers: told });
}

/**
 * A fetch for Slack's libraries: what they post as text goes by `post`, which does less than Node's own. It gives up after a
 * while: Bolt answers at a response_url without any limit, and whoever waits for that answer holds others up.
 */
export const fetchWithin =
  (ms: number): typeof fetch =>
  async (input, init = {}) => {
    const { method, headers, body } = init;
    const signal = init.signal ?? AbortSignal.timeout(ms);
    if (method !== "POST" || typeof body !== "string" || input instanceof Request)
      return fetch(input, { ...init, signal });
    return post(input, { headers: Object.fromEntries(new Headers(headers)), body, signal });
  };

export const keptFetch = fetchWithin(10_000);
