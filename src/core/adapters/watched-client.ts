import { WebClient, type WebAPICallResult } from "@slack/web-api";
import type { Logger } from "pino";
import { slackClientOptions, tokenTroubles } from "../kernel/chat/slack-client-options.ts";
import { troubleOfSlack } from "./slack-channels.ts";

/** Tells the log once when Slack is away, or takes our token no more, and once when it is back: calls are tried again in silence. */
export class WatchedClient extends WebClient {
  readonly #log: Logger | undefined;
  #awaySince: number | undefined;

  constructor({ botToken, apiUrl }: { botToken: string; apiUrl: string }, log?: Logger) {
    super(botToken, slackClientOptions(apiUrl));
    this.#log = log;
  }

  override async apiCall(method: string, options?: Record<string, unknown>): Promise<WebAPICallResult> {
    try {
      const answer = await super.apiCall(method, options);
      this.#isBack();
      return answer;
    } catch (err) {
      const { passing, reason, retryAfterMs } = troubleOfSlack(err);
      // Slow down, no such channel: it is there, and answers. A scope that lacks is told with what it kept from being done.
      if (!passing || retryAfterMs !== undefined || reason === "missing_scope") this.#isBack();
      else this.#isAway(method, reason);
      throw err;
    }
  }

  #isAway(method: string, reason: string): void {
    if (this.#awaySince !== undefined) return;
    this.#awaySince = performance.now();
    const what = tokenTroubles.has(reason) ? "refuses SLACK_BOT_TOKEN" : "cannot be reached";
    this.#log?.warn({ method, reason }, `Slack ${what}; what waits for it is tried again`);
  }

  #isBack(): void {
    if (this.#awaySince === undefined) return;
    const seconds = Math.round((performance.now() - this.#awaySince) / 1000);
    this.#awaySince = undefined;
    this.#log?.info({ seconds }, "Slack answers again");
  }
}
