import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError } from "@slack/web-api";

export interface SlackFailure {
  /** In a word or a number; nothing of the call itself. */
  reason: string;
  /** Slack answered, and does not take the token: waiting alone does not help. */
  refused: boolean;
  retryAfterMs?: number;
}

/** Slack's own trouble, although it comes as an answer about the call. */
const passing = new Set([
  "internal_error",
  "fatal_error",
  "service_unavailable",
  "request_timeout",
  "ratelimited",
  "rate_limited",
  "team_added_to_org",
  "org_login_required",
]);

/** What went wrong with a call that asks for nothing but the standing of its token. */
export function slackFailure(error: unknown): SlackFailure {
  if (error instanceof WebAPIRateLimitedError)
    return { reason: "429", refused: false, retryAfterMs: error.retryAfter * 1000 };
  if (error instanceof WebAPIPlatformError) {
    const reason = error.data.error;
    return { reason, refused: !passing.has(reason) };
  }
  if (error instanceof WebAPIHTTPError) return { reason: String(error.statusCode), refused: false };
  return { reason: error instanceof Error ? error.message : "connection lost", refused: false };
}

export interface SlackPace {
  /** The wait after a first failure; it doubles, and differs from bot to bot, so that they do not come all at once. */
  firstWaitMs: number;
  mostWaitMs: number;
  /** While a token is refused. */
  refusedWaitMs: number;
  /** How long Slack may take to answer such a call. */
  callWithinMs: number;
  /** How long Slack may take to greet a new socket. */
  greetWithinMs: number;
  /** A connection that has lasted so long was a good one: the next is tried at once. */
  steadyMs: number;
  /** How often a token that is taken is asked about again. */
  recheckMs: number;
  /** How long a bot is ready without a socket. */
  graceMs: number;
}

export const slackPace: SlackPace = {
  firstWaitMs: 250,
  mostWaitMs: 30_000,
  refusedWaitMs: 60_000,
  callWithinMs: 10_000,
  greetWithinMs: 10_000,
  steadyMs: 10_000,
  recheckMs: 300_000,
  graceMs: 30_000,
};

/** How long to wait after so many failures in a row. */
export function waitMs(pace: SlackPace, failures: number, failure: SlackFailure | undefined): number {
  if (failures === 0) return 0;
  if (failure?.refused) return pace.refusedWaitMs;
  const backOff = Math.min(pace.mostWaitMs, pace.firstWaitMs * 2 ** Math.min(failures - 1, 20));
  return Math.max(failure?.retryAfterMs ?? 0, backOff * (0.5 + Math.random() / 2));
}
