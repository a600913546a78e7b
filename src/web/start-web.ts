import { createAdaptorServer } from "@hono/node-server";
import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { openBoardQueues } from "../core/app.ts";
import type { Config } from "../core/config.ts";
import type { App } from "../core/context.ts";
import { createWeb } from "./create-web.ts";

export interface RunningWeb {
  port: number;
  stop(): Promise<void>;
}

type WebConfig = Pick<Config, "webPort" | "trustedProxies"> &
  Partial<Pick<Config, "queueDashboard" | "listenHost">>;

/** Serves the pages. `stop` takes no new connections, lets running answers finish, and closes the rest. */
export async function startWeb(app: App, config: WebConfig): Promise<RunningWeb> {
  const board = config.queueDashboard && openBoardQueues(config.queueDashboard, app.log);
  const web = createWeb(app, { ...config, board });
  const serverOptions = { requestTimeout: 30_000, headersTimeout: 10_000 };
  const server = createAdaptorServer({ fetch: web.fetch, serverOptions }) as Server;
  server.listen(config.webPort, config.listenHost);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  app.log.info({ port }, "web listening");
  return {
    port,
    async stop() {
      await stop(server);
      await board?.close();
    },
  };
}

async function stop(server: Server): Promise<void> {
  const closed = once(server, "close");
  server.close();
  // A connection kept alive becomes idle only once its last answer is out.
  const closeIdle = setInterval(() => server.closeIdleConnections(), 50);
  await closed;
  clearInterval(closeIdle);
}
