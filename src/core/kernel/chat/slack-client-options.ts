import { LogLevel, type WebClientOptions } from "@slack/web-api";

/** The client's own retries would post twice and would hold back every channel for one: the queue does the waiting. */
export const slackClientOptions = (apiUrl: string): WebClientOptions => ({
  slackApiUrl: apiUrl,
  retryConfig: { retries: 0 },
  rejectRateLimitedCalls: true,
  timeout: 10_000,
  logLevel: LogLevel.ERROR,
});
