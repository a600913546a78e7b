import { connect, createServer, type Server, type Socket } from "node:net";
import type { AddressInfo } from "node:net";

export interface TcpProxy {
  port: number;
  /** Ends every connection and refuses new ones, as a server that is gone. */
  cut(): Promise<void>;
  /** Keeps connections open and answers nothing, as a network that loses packets. */
  stall(): void;
  /** The same of the connections that are open; new ones are served, as after a failover to another host. */
  strand(): void;
  restore(): Promise<void>;
  close(): Promise<void>;
}

/** Stands before a server on 127.0.0.1, so that a test can take it away and bring it back. */
export async function startTcpProxy(target: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let stalled = false;
  const keep = (socket: Socket): Socket => {
    sockets.add(socket.on("error", () => undefined).once("close", () => sockets.delete(socket)));
    return socket;
  };
  const server = createServer((client) => {
    keep(client);
    if (stalled) return;
    const upstream = keep(connect(target, "127.0.0.1"));
    client.pipe(upstream).pipe(client);
  });
  const port = await listen(server, 0);
  const end = async () => {
    const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
    for (const socket of sockets) socket.destroy();
    if (server.listening) await closed;
  };
  const silence = () => {
    for (const socket of sockets) socket.unpipe().pause();
  };
  return {
    port,
    cut: end,
    stall: () => {
      stalled = true;
      silence();
    },
    strand: silence,
    async restore() {
      stalled = false;
      for (const socket of sockets) socket.destroy();
      if (!server.listening) await listen(server, port);
    },
    close: end,
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
}
