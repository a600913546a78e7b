import { setTimeout as sleep } from "node:timers/promises";
import type { App as Bolt } from "@slack/bolt";
import { WebClient, type WebClientOptions } from "@slack/web-api";
import { type SlackFailure, slackFailure, type SlackPace, waitMs } from "./slack-failure.ts";
import type { SlackStanding } from "./slack-standing.ts";

interface TokenOptions {
  botToken: string;
  clientOptions: WebClientOptions;
  standing: SlackStanding;
  pace: SlackPace;
}

const install =
  "so nothing can be posted. Install the app in the workspace again, set SLACK_BOT_TOKEN to its new token, and start bot and worker again.";
const refused = (reason: string) => `Slack refuses SLACK_BOT_TOKEN (${reason}), ${install}`;
const uninstalled = `The app has been uninstalled from the workspace, ${install}`;
const revoked = `The bot's token has been revoked in Slack, ${install}`;

/** Asks again and again whether Slack takes the bot's token. `first` resolves with the first answer, whatever it is. */
export function watchToken({ botToken, clientOptions, standing, pace }: TokenOptions) {
  const stopping = new AbortController();
  const { signal } = stopping;
  const client = new WebClient(botToken, clientOptions);
  const run = async (answered: () => void): Promise<void> => {
    for (let failures = 0; !signal.aborted;) {
      const failure = await ask(client);
      if (signal.aborted) return;
      failures = failure ? failures + 1 : 0;
      if (failure?.refused)
        standing.begin("bot-token", { sentence: refused(failure.reason), reason: failure.reason });
      if (!failure) standing.end(["bot-token"], "Slack takes SLACK_BOT_TOKEN again");
      answered();
      const ms = failure ? waitMs(pace, failures, failure) : pace.recheckMs;
      await sleep(ms, undefined, { signal, ref: false }).catch(() => undefined);
    }
  };
  const first = new Promise<void>((answered) => void run(answered));
  return { first, stop: () => stopping.abort() };
}

async function ask(client: WebClient): Promise<SlackFailure | undefined> {
  try {
    await client.auth.test();
    return undefined;
  } catch (error) {
    return slackFailure(error);
  }
}

/** Slack says so itself when the app is taken out of the workspace, or its token is revoked. */
export function listenToRevocation(bolt: Bolt, standing: SlackStanding): void {
  bolt.event("app_uninstalled", async () => {
    standing.begin("bot-token", { sentence: uninstalled, reason: "app_uninstalled" });
  });
  bolt.event("tokens_revoked", async ({ event }) => {
    if (event.tokens.bot?.length)
      standing.begin("bot-token", { sentence: revoked, reason: "tokens_revoked" });
  });
}
