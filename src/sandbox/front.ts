import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/** An address that is known, and held, before the server behind it has a port. */
export interface Front {
  url: string;
  port: number;
  /** Where connections go from now on; until then they are refused. */
  leadTo(port: number): void;
  /** Ends what is connected, and refuses what comes, until it leads somewhere again. */
  cut(): void;
  stop(): Promise<void>;
}

/** Links in mails name the pages' address, and the pages, which listen at a port of the system's choice, are started with it. */
export async function startFront(): Promise<Front> {
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): Socket => {
    sockets.add(socket.on("error", () => socket.destroy()).once("close", () => sockets.delete(socket)));
    return socket;
  };
  const end = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  let behind: number | undefined;
  const server = createServer((client) => {
    keep(client);
    if (behind === undefined) return void client.destroy();
    const upstream = keep(connect(behind, "127.0.0.1"));
    client.once("close", () => upstream.destroy());
    upstream.once("close", () => client.destroy());
    client.pipe(upstream).pipe(client);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    leadTo: (to) => {
      behind = to;
    },
    cut() {
      behind = undefined;
      end();
    },
    async stop() {
      const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
      end();
      await closed;
    },
  };
}

/** A store that can be taken away from the program while it runs, and given back. */
export interface Store {
  /** Its address, as the program is told it. */
  url: string;
  isCut(): boolean;
  cut(): void;
  join(): void;
  stop(): Promise<void>;
}

/** The same store at an address of its own, which can be cut. */
export async function cuttable(url: string): Promise<Store> {
  const [front, there] = [await startFront(), new URL(url)];
  const port = Number(there.port);
  let isCut = false;
  front.leadTo(port);
  there.host = `127.0.0.1:${front.port}`;
  return {
    url: there.href,
    isCut: () => isCut,
    cut() {
      isCut = true;
      front.cut();
    },
    join() {
      isCut = false;
      front.leadTo(port);
    },
    stop: () => front.stop(),
  };
}
