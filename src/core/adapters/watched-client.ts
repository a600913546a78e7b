import { WebClient, type WebAPICallResult } from "@slack/web-api";
import type { Logger } from "pino";
import { slackClientOptions, tokenTroubles } from "../kernel/chat/slack-client-options.ts";
import { SlackReach } from "../kernel/chat/slack-reach.ts";
import { type Metrics, noMetrics } from "../kernel/metrics.ts";
import { noTracing, type Tracing } from "../kernel/tracing.ts";
import { troubleOfSlack } from "./slack-channels.ts";

/** What is told of every call besides the log. */
export interface Watching {
  metrics: Pick<Metrics, "count">;
  tracing: Pick<Tracing, "span">;
  reach: SlackReach;
}

type Watch = <Answer>(method: string, call: Promise<Answer>) => Promise<Answer>;

/**
 * Tells the log once when Slack is away, or takes our token no more, and once when it is back: calls are tried again in silence.
 * Every call is counted by what came of it, and is a part of the trace that is on.
 */
export function watchSlack(
  log?: Logger,
  { metrics, tracing, reach }: Watching = {
    metrics: noMetrics,
    tracing: noTracing,
    reach: new SlackReach(),
  },
): Watch {
  let awaySince: number | undefined;
  const isAway = (method: string, reason: string): void => {
    reach.told(false);
    if (awaySince !== undefined) return;
    awaySince = performance.now();
    const what = tokenTroubles.has(reason) ? "refuses SLACK_BOT_TOKEN" : "cannot be reached";
    log?.warn({ method, reason }, `Slack ${what}; what waits for it is tried again`);
  };
  const isBack = (): void => {
    if (awaySince === undefined) return;
    const seconds = Math.round((performance.now() - awaySince) / 1000);
    awaySince = undefined;
    reach.told(true);
    log?.info({ seconds }, "Slack answers again");
  };
  return async (method, call) => {
    try {
      const answer = await tracing.span(`Slack ${method}`, { kind: "client" }, () => call);
      isBack();
      metrics.count("cyclr_slack_calls_total", { method, outcome: "ok" });
      return answer;
    } catch (err) {
      const { retryable, reason, retryAfterMs } = troubleOfSlack(err);
      const refused = retryable ? "unavailable" : "refused";
      const outcome = retryAfterMs === undefined ? refused : "rate_limited";
      metrics.count("cyclr_slack_calls_total", { method, outcome });
      // Slow down, no such channel: it is there, and answers. A scope that lacks is told with what it kept from being done.
      if (!retryable || retryAfterMs !== undefined || reason === "missing_scope") isBack();
      else isAway(method, reason);
      throw err;
    }
  };
}

/** Slack's own client, watched. */
export class WatchedClient extends WebClient {
  readonly #watch: Watch;

  constructor({ botToken, apiUrl }: { botToken: string; apiUrl: string }, watch: Watch) {
    super(botToken, slackClientOptions(apiUrl));
    this.#watch = watch;
  }

  override apiCall(method: string, options?: Record<string, unknown>): Promise<WebAPICallResult> {
    return this.#watch(method, super.apiCall(method, options));
  }
}
