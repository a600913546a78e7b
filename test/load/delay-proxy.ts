import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

export interface DelayProxy {
  /** The same address behind the proxy. */
  url: string;
  stop(): Promise<void>;
}

/** A server so far away: what is sent arrives so much later, each way, and nothing overtakes. */
export async function startDelayProxy(target: string, eachWayMs: number): Promise<DelayProxy> {
  const there = new URL(target);
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(there.port), there.hostname);
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from.setNoDelay(true);
      from.on("data", (bytes) => setTimeout(() => to.write(bytes), eachWayMs));
      from.on("error", () => undefined);
      from.once("close", () => {
        sockets.delete(from);
        setTimeout(() => to.destroy(), eachWayMs);
      });
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = new URL(target);
  url.hostname = "127.0.0.1";
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
