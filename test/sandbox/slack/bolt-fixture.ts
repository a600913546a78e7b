import { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { App, HTTPReceiver, LogLevel, SocketModeReceiver } from "@slack/bolt";
import { WebAPIRateLimitedError, WebClient } from "@slack/web-api";
import type { SlackOptions, SlackSandbox } from "../../../src/sandbox/slack/slack-sandbox.ts";
import { startSlack } from "../../../src/sandbox/slack/start-slack.ts";

export type Mode = "http" | "socket";

export const silent = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  setLevel: () => {},
  getLevel: () => LogLevel.ERROR,
  setName: () => {},
};

export interface Fixture {
  slack: SlackSandbox;
  app: App;
  alice: string;
  general: string;
  stop: () => Promise<void>;
}

export async function startBolt(
  mode: Mode,
  listeners: (app: App) => void,
  options: Partial<SlackOptions> = {},
): Promise<Fixture> {
  const slack = await startSlack({ delivery: { mode }, ...options });
  const app = createBoltApp(slack, mode);
  listeners(app);
  await app.init();
  const server: unknown = await app.start(0);
  if (server instanceof Server)
    slack.deliverTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`);
  const alice = slack.addUser({ name: "alice", realName: "Alice Moss", email: "alice@example.com" }).id;
  const general = slack.addChannel({ name: "general", members: [alice] }).id;
  const stop = async () => {
    await app.stop();
    await slack.close();
  };
  return { slack, app, alice, general, stop };
}

function createBoltApp(slack: SlackSandbox, mode: Mode): App {
  const clientOptions = {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
  };
  const receiver =
    mode === "http"
      ? new HTTPReceiver({ signingSecret: slack.signingSecret, logger: silent })
      : new SocketModeReceiver({
          appToken: slack.appToken,
          logger: silent,
          clientPingTimeout: 400,
          installerOptions: { clientOptions },
        });
  // Without this Bolt asks auth.test in its constructor, and nobody waits for the answer.
  const deferInitialization = true;
  return new App({ token: slack.botToken, receiver, clientOptions, logger: silent, deferInitialization });
}

export function clientOf(slack: SlackSandbox, token = slack.botToken): WebClient {
  return new WebClient(token, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: silent,
  });
}

/** The `error` that Slack answered with, `wait N s` for a 429, or `ok`. */
export async function errorOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return "ok";
  } catch (error) {
    if (error instanceof WebAPIRateLimitedError) return `wait ${error.retryAfter} s`;
    const { data, message } = error as { data?: { error?: string }; message: string };
    return data?.error ?? message;
  }
}
