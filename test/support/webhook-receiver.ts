import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach } from "vitest";

export interface Received {
  headers: Record<string, string>;
  body: string;
}

export interface WebhookReceiver {
  url: string;
  /** In the order in which it came. */
  received: Received[];
  /** How many it works on now, and did at most. */
  current: number;
  most: number;
  /** How it answers; 204 where a test sets nothing else. */
  answer: (response: ServerResponse, received: Received) => unknown;
  /** The types that came. */
  types(): string[];
}

/** A real server that is told of events, for the tests of one file. */
export function webhookReceiver(): WebhookReceiver {
  const receiver: WebhookReceiver = {
    url: "",
    received: [],
    current: 0,
    most: 0,
    answer: accept,
    types: () => receiver.received.map(({ body }) => (JSON.parse(body) as { type: string }).type),
  };
  const server = createServer((request, response) => {
    receiver.most = Math.max(receiver.most, (receiver.current += 1));
    response.once("close", () => (receiver.current -= 1));
    void text(request).then((body) => {
      const received = { headers: request.headers as Record<string, string>, body };
      receiver.received.push(received);
      return receiver.answer(response, received);
    });
  });
  beforeAll(async () => {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  });
  beforeEach(() => Object.assign(receiver, { received: [], most: 0, answer: accept }));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return receiver;
}

const accept = (response: ServerResponse) => response.writeHead(204).end();
