import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError } from "@slack/web-api";
import { Trouble } from "../trouble.ts";

/** Refusals that pass by themselves, or that an operator puts right while the message waits. */
const passingErrors = new Set([
  "internal_error",
  "fatal_error",
  "service_unavailable",
  "request_timeout",
  "ratelimited",
  "rate_limited",
  "team_added_to_org",
  "invalid_auth",
  "not_authed",
  "account_inactive",
  "token_revoked",
  "token_expired",
  "missing_scope",
]);

/** Runs a call to Slack; what goes wrong comes out as Trouble. */
export async function troubled<Result>(call: Promise<Result>): Promise<Result> {
  try {
    return await call;
  } catch (error) {
    throw asTrouble(error);
  }
}

function asTrouble(cause: unknown): Trouble {
  if (cause instanceof WebAPIRateLimitedError) {
    const retryAfterMs = cause.retryAfter * 1000;
    return new Trouble("Slack asks to slow down.", {
      passing: true,
      reason: "ratelimited",
      retryAfterMs,
      cause,
    });
  }
  if (cause instanceof WebAPIPlatformError) {
    const reason = cause.data.error;
    return new Trouble(`Slack refuses it (${reason}).`, {
      passing: passingErrors.has(reason),
      reason,
      cause,
    });
  }
  const status = cause instanceof WebAPIHTTPError ? cause.statusCode : undefined;
  const passing = status === undefined || status >= 500 || status === 429;
  return new Trouble("Slack cannot be reached.", { passing, reason: String(status ?? "connection"), cause });
}
