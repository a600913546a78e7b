import { keptFetch } from "./kept-fetch.ts";
import { LogLevel, type WebClientOptions } from "@slack/web-api";

/** Slack's own trouble, although it comes as an answer about the call: it passes by itself. */
export const ownTroubles: ReadonlySet<string> = new Set([
  "internal_error",
  "fatal_error",
  "service_unavailable",
  "request_timeout",
  "ratelimited",
  "rate_limited",
  "team_added_to_org",
  "org_login_required",
]);

/** Refusals of our token or its scopes: an operator puts them right while what is to be said waits. */
export const tokenTroubles: ReadonlySet<string> = new Set([
  "invalid_auth",
  "not_authed",
  "account_inactive",
  "token_revoked",
  "token_expired",
  "missing_scope",
]);

/** The client's own retries would post twice and would hold back every channel for one: the queue does the waiting. */
export const slackClientOptions = (apiUrl: string): WebClientOptions => ({
  slackApiUrl: apiUrl,
  retryConfig: { retries: 0 },
  rejectRateLimitedCalls: true,
  timeout: 10_000,
  fetch: keptFetch,
  logLevel: LogLevel.ERROR,
});
