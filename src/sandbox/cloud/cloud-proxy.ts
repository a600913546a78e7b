import { createServer, type IncomingMessage, request as ask, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { buffer } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import type { CloudCall } from "../browser/wire.ts";

/**
 * What calls meet: their connection is ended; an answer after seconds; a 500 to the next change, once it was done; no
 * answer to any change, once it was done; 429 to the next three
 * calls; 400 to every change.
 */
export type CloudFault = "away" | "slow" | "lost" | "silent" | "busy" | "refusing";

/** Stands before the cloud, with faults of HTTP. */
export interface CloudProxy {
  url: string;
  /** The latest, in the order of their answers; those for a token left out. */
  readonly calls: readonly CloudCall[];
  readonly fault: CloudFault | undefined;
  /** From now on; undefined: it answers as always. */
  meet(fault: CloudFault | undefined): void;
  leadTo(port: number): void;
  stop(): Promise<void>;
}

const never = () => new Promise<never>(() => undefined);
const slowMs = 4_000;
const busyTimes = 3;
const callsKept = 200;

interface Answer {
  status: number;
  headers: Record<string, string | string[]>;
  body: Buffer;
}

/** It listens, and refuses all until it leads somewhere. */
export async function startCloudProxy(): Promise<CloudProxy> {
  let port: number | undefined;
  let fault: CloudFault | undefined;
  /** How many calls are still to meet a fault that ends by itself. */
  let left = 0;
  const calls: CloudCall[] = [];
  const sockets = new Set<Socket>();

  const spend = (): void => {
    left -= 1;
    if (left <= 0) fault = undefined;
  };

  async function answerOf(call: IncomingMessage, body: Buffer): Promise<Answer> {
    const changes = call.method !== "GET" && call.url !== "/oauth/token";
    if (fault === "busy") {
      spend();
      return says(429, "Too many requests.", { "retry-after": "2" });
    }
    if (fault === "refusing" && changes) return says(400, "The sandbox's switchboard refuses this.");
    if (fault === "slow") await sleep(slowMs);
    if (port === undefined) throw new Error("There is no cloud yet.");
    const answer = await passOn(port, call, body);
    if (fault === "silent" && changes) return await never();
    if (fault !== "lost" || !changes) return answer;
    spend();
    return says(500, "An error has occurred.");
  }

  async function take(call: IncomingMessage, response: ServerResponse): Promise<void> {
    const [at, begun] = [Date.now(), performance.now()];
    const { method = "", url: path = "" } = call;
    const note = (status: number): void => {
      if (path === "/oauth/token") return;
      calls.push({ at, method, path, status, ms: Math.round(performance.now() - begun) });
      if (calls.length > callsKept) calls.shift();
    };
    try {
      if (fault === "away") throw new Error("It is away.");
      const { status, headers, body } = await answerOf(call, await buffer(call));
      note(status);
      response.writeHead(status, headers).end(body);
    } catch {
      // It is away, the cloud behind it ended, or who has asked did not wait.
      note(0);
      response.destroy();
    }
  }

  const server = createServer((call, response) => void take(call, response));
  server.on("connection", (socket) => {
    sockets.add(socket.once("close", () => sockets.delete(socket)));
  });
  const end = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    get fault() {
      return fault;
    },
    meet(next) {
      const before = fault;
      fault = next;
      left = next === "busy" ? busyTimes : 1;
      // Who waits for an answer that does not come, waits for one of before.
      if (next === "away" || before === "silent") end();
    },
    leadTo: (to) => {
      port = to;
    },
    async stop() {
      const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
      end();
      await closed;
    },
  };
}

function says(status: number, message: string, headers: Record<string, string> = {}): Answer {
  const body = Buffer.from(JSON.stringify({ Message: message }));
  return { status, headers: { "content-type": "application/json", ...headers }, body };
}

/** Headers of one connection, which the next one has of its own. */
const ofConnection = new Set(["connection", "keep-alive", "transfer-encoding", "content-length"]);

async function passOn(
  port: number,
  { method, url, headers }: IncomingMessage,
  body: Buffer,
): Promise<Answer> {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    ask({ host: "127.0.0.1", port, method, path: url, headers, agent: false }, resolve)
      .on("error", reject)
      .end(body);
  });
  const kept = Object.entries(answer.headers).flatMap(([name, value]) =>
    value === undefined || ofConnection.has(name) ? [] : [[name, value] as const],
  );
  return { status: answer.statusCode ?? 502, headers: Object.fromEntries(kept), body: await buffer(answer) };
}
