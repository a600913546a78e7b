import { Server } from "node:http";
import { App as Bolt, type CustomRoute, HTTPReceiver } from "@slack/bolt";
import type { Config } from "../core/config.ts";
import type { App } from "../core/context.ts";
import { slackClientOptions } from "../core/chat/slack-client-options.ts";
import { answerHealth } from "../core/health.ts";
import { boltLogger } from "./bolt-logger.ts";
import { commands } from "./commands/index.ts";
import { registerListeners } from "./register-listeners.ts";
import { guardDeliveries } from "./guard-deliveries.ts";

export interface Bot {
  port: number;
  /** Takes nothing new and waits for what runs. */
  stop(): Promise<void>;
}

type BotConfig = Pick<Config, "slack" | "port">;

/** Bolt with Socket Mode where there is an app-level token, else with HTTP on PORT. */
export async function startBot(app: App, config: BotConfig): Promise<Bot> {
  const bolt = createBolt(app, config);
  const running = registerListeners(app, bolt, commands);
  const port = portOf(await bolt.start(config.port)) ?? config.port;
  await tellWhoWeAre(app, config.slack.appToken ? "socket" : "http", port);
  return {
    port,
    async stop() {
      await bolt.stop();
      await running.settled();
    },
  };
}

/** In Socket Mode nothing listens but the health check, on the port that was asked for. */
function portOf(started: unknown): number | undefined {
  const address = started instanceof Server ? started.address() : undefined;
  return typeof address === "object" ? address?.port : undefined;
}

function createBolt(app: App, config: BotConfig): Bolt {
  const logger = boltLogger(app.log);
  const { botToken, appToken, apiUrl } = config.slack;
  const customRoutes = healthRoute(app);
  return new Bolt({
    logger,
    clientOptions: { ...slackClientOptions(apiUrl), logger },
    // One workspace, one token: no call to Slack before the listeners run.
    authorize: async () => ({ botToken }),
    ...(appToken
      ? { socketMode: true, appToken, customRoutes, installerOptions: { port: config.port } }
      : { receiver: httpReceiver(config, customRoutes, logger) }),
  });
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
  receiver.requestListener = guardDeliveries(receiver.requestListener);
  return receiver;
}

function healthRoute(app: App): CustomRoute[] {
  const handler: CustomRoute["handler"] = (_request, response) => void answerHealth(app, response);
  return [{ path: "/healthz", method: ["GET"], handler }];
}

async function tellWhoWeAre(app: App, mode: string, port: number): Promise<void> {
  try {
    app.log.info({ mode, port, workspaceId: await app.chat.workspaceId() }, "bot listens");
  } catch (err) {
    app.log.error({ err, mode, port }, "bot listens, but Slack does not take SLACK_BOT_TOKEN");
  }
}
