import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/** An address that is known, and held, before the server behind it has a port. */
export interface Front {
  url: string;
  /** Where connections go from now on; until then they are refused. */
  leadTo(port: number): void;
  stop(): Promise<void>;
}

/** Links in mails name the pages' address, and the pages, which listen at a port of the system's choice, are started with it. */
export async function startFront(): Promise<Front> {
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): Socket => {
    sockets.add(socket.on("error", () => socket.destroy()).once("close", () => sockets.delete(socket)));
    return socket;
  };
  let port: number | undefined;
  const server = createServer((client) => {
    keep(client);
    if (port === undefined) return void client.destroy();
    const upstream = keep(connect(port, "127.0.0.1"));
    client.once("close", () => upstream.destroy());
    upstream.once("close", () => client.destroy());
    client.pipe(upstream).pipe(client);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    leadTo: (behind) => {
      port = behind;
    },
    async stop() {
      const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
