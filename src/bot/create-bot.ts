import type { IncomingMessage, ServerResponse } from "node:http";
import { App as Bolt, type CustomRoute, HTTPReceiver } from "@slack/bolt";
import type { Config } from "../core/config.ts";
import type { App } from "../core/context.ts";
import { slackClientOptions } from "../core/chat/slack-client-options.ts";
import { checkHealth } from "../core/health.ts";
import { boltLogger } from "./bolt-logger.ts";
import { commands } from "./commands/index.ts";
import { registerListeners } from "./register-listeners.ts";
import { guardReplays } from "./replay-guard.ts";

export interface Bot {
  start(): Promise<void>;
  /** Takes nothing new and waits for what runs. */
  stop(): Promise<void>;
}

type BotConfig = Pick<Config, "slack" | "port">;

/** Bolt with Socket Mode where there is an app-level token, else with HTTP on PORT. */
export function createBot(app: App, config: BotConfig): Bot {
  const logger = boltLogger(app.log);
  const { botToken, appToken, apiUrl } = config.slack;
  const routes = healthRoute(app);
  const bolt = new Bolt({
    logger,
    clientOptions: { ...slackClientOptions(apiUrl), logger },
    // One workspace, one token: no call to Slack before the listeners run.
    authorize: async () => ({ botToken }),
    ...(appToken
      ? { socketMode: true, appToken, customRoutes: routes, installerOptions: { port: config.port } }
      : { receiver: httpReceiver(config, routes, logger) }),
  });
  const running = registerListeners(app, bolt, commands);
  return {
    async start() {
      await bolt.start(config.port);
      await tellWhoWeAre(app, appToken ? "socket" : "http", config.port);
    },
    async stop() {
      await bolt.stop();
      await running.settled();
    },
  };
}

function httpReceiver(
  { slack }: BotConfig,
  customRoutes: CustomRoute[],
  logger: ReturnType<typeof boltLogger>,
) {
  const receiver = new HTTPReceiver({
    signingSecret: slack.signingSecret ?? "",
    endpoints: "/slack/events",
    customRoutes,
    logger,
  });
  receiver.requestListener = guardReplays(receiver.requestListener);
  return receiver;
}

function healthRoute(app: App): CustomRoute[] {
  const handler = async (_request: IncomingMessage, response: ServerResponse) => {
    const health = await checkHealth(app);
    response.writeHead(health.status === "ok" ? 200 : 503, { "content-type": "application/json" });
    response.end(JSON.stringify(health));
  };
  return [
    { path: "/healthz", method: ["GET"], handler: (request, response) => void handler(request, response) },
  ];
}

async function tellWhoWeAre(app: App, mode: string, port: number): Promise<void> {
  try {
    app.log.info({ mode, port, workspaceId: await app.chat.workspaceId() }, "bot listens");
  } catch (err) {
    app.log.error({ err, mode, port }, "bot listens, but Slack does not take SLACK_BOT_TOKEN");
  }
}
