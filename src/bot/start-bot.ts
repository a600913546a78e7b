import { Server } from "node:http";
import { App as Bolt, HTTPReceiver } from "@slack/bolt";
import { answersHealth, serveHealth } from "../core/answer-health.ts";
import type { Config } from "../core/config.ts";
import type { App } from "../core/context.ts";
import { slackClientOptions } from "../core/kernel/chat/slack-client-options.ts";
import { boltLogger, quietBoltLogger, SocketReceiver } from "./slack/socket-receiver.ts";
import type { DeliveryContext } from "./console-users/caller.ts";
import { botTables } from "./features.ts";
import {
  doubtDeliveries,
  SlackStanding,
  listenToRevocation,
  watchToken,
  type SlackPace,
  slackPace,
} from "./slack/slack-failure.ts";
import { registerListeners } from "./slack/register-listeners.ts";
import { guardDeliveries } from "./slack/guard-deliveries.ts";

export interface Bot {
  port: number;
  /** Takes nothing new and waits for what runs. */
  stop(): Promise<void>;
}

type BotConfig = Pick<Config, "slack" | "port"> & Partial<Pick<Config, "listenHost">>;

/**
 * Bolt with Socket Mode where there is an app-level token, else with HTTP on PORT. Resolves once Slack has been asked, whatever
 * it answered: an outage of Slack neither ends a bot nor keeps it from starting.
 */
export async function startBot(app: App, config: BotConfig, pace: SlackPace = slackPace): Promise<Bot> {
  const standing = new SlackStanding(app.log);
  app.slackReach.alsoBy(() => standing.troubles().length === 0);
  const clientOptions = {
    ...slackClientOptions(config.slack.apiUrl),
    timeout: pace.callWithinMs,
    logger: quietBoltLogger(app.log),
  };
  const way = { app, config, standing, clientOptions, pace };
  const started = config.slack.appToken ? overSocket(way, config.slack.appToken) : overHttp(way);
  const { bolt } = started;
  const running = registerListeners(app, bolt, botTables);
  listenToRevocation(bolt, standing);
  const token = watchToken({ botToken: config.slack.botToken, clientOptions, standing, pace });
  const [listening] = await Promise.all([started.start(), token.first]);
  const mode = config.slack.appToken ? "socket" : "http";
  app.log.info({ mode, port: listening.port }, "bot listens");
  return {
    port: listening.port,
    async stop() {
      token.stop();
      await bolt.stop();
      await running.settled();
      listening.close();
    },
  };
}

interface Way {
  app: App;
  config: BotConfig;
  standing: SlackStanding;
  clientOptions: ReturnType<typeof slackClientOptions>;
  pace: SlackPace;
}

interface Started {
  bolt: Bolt;
  start(): Promise<{ port: number; close(): void }>;
}

/** Nothing listens but health, and that before Slack is asked. */
function overSocket({ app, config, standing, clientOptions, pace }: Way, appToken: string): Started {
  const receiver = new SocketReceiver({ appToken, clientOptions, log: app.log, standing, pace });
  const bolt = createBolt(app, config, receiver);
  return {
    bolt,
    async start() {
      const health = await serveHealth(app, config, () => standing.troubles());
      await bolt.start();
      return health;
    },
  };
}

function overHttp({ app, config, standing }: Way): Started {
  const logger = boltLogger(app.log);
  const receiver = new HTTPReceiver({
    signingSecret: config.slack.signingSecret ?? "",
    endpoints: "/slack/events",
    logger,
    customPropertiesExtractor: ({ headers }): DeliveryContext => ({
      deliveryKey: String(headers["x-slack-signature"]),
    }),
  });
  const guarded = guardDeliveries(receiver.requestListener, { verified: doubtDeliveries(standing) });
  receiver.requestListener = (request, response) => {
    if (!answersHealth(app, request, response, () => standing.troubles())) guarded(request, response);
  };
  const bolt = createBolt(app, config, receiver);
  return {
    bolt,
    async start() {
      const started: unknown = await bolt.start({ port: config.port, host: config.listenHost });
      const address = started instanceof Server ? started.address() : undefined;
      return { port: typeof address === "object" && address ? address.port : config.port, close: () => {} };
    },
  };
}

function createBolt({ log }: App, { slack }: BotConfig, receiver: HTTPReceiver | SocketReceiver): Bolt {
  const logger = boltLogger(log);
  return new Bolt({
    logger,
    clientOptions: { ...slackClientOptions(slack.apiUrl), logger },
    receiver,
    // One workspace, one token: no call to Slack before the listeners run.
    authorize: async () => ({ botToken: slack.botToken }),
  });
}
