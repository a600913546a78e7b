import { createHmac, timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

export interface NotificationReceiver {
  url: string;
  /** Bodies in the order in which they came, each with its signature. */
  received: { body: string; signature: string }[];
  close(): void;
}

/** What a Partner puts behind the notification URL. */
export async function receiveNotifications(): Promise<NotificationReceiver> {
  const received: NotificationReceiver["received"] = [];
  const take = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await text(request);
    received.push({ body, signature: String(request.headers["cyclr-signature"]) });
    response.end();
  };
  const server = createServer((request, response) => void take(request, response)).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${port}/cyclr`, received, close };
}

/** As docs/notifications.md says it is checked. */
export function isSignedBy(
  secret: string,
  { body, signature }: { body: string; signature: string },
): boolean {
  const [, t, v1] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(signature) ?? [];
  if (!v1) return false;
  const right = createHmac("sha256", secret).update(`${t}.${body}`).digest();
  return timingSafeEqual(Buffer.from(v1, "hex"), right);
}
