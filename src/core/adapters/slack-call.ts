import {
  WebAPIHTTPError,
  type WebAPICallResult,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
} from "@slack/web-api";
import { post } from "../kernel/chat/kept-fetch.ts";

const withinMs = 10_000;

/**
 * Calls one of Slack's methods as WebClient does, and throws what that throws. That one writes out a copy of all that it sends
 * and gets for a log that is off.
 */
export function slackCall({ botToken, apiUrl }: { botToken: string; apiUrl: string }) {
  const api = apiUrl.endsWith("/") ? apiUrl : `${apiUrl}/`;
  const headers = {
    authorization: `Bearer ${botToken}`,
    "content-type": "application/json; charset=utf-8",
    accept: "application/json",
    "user-agent": "cyclr-access",
  };
  return async <Result extends WebAPICallResult>(method: string, args: object): Promise<Result> => {
    const signal = AbortSignal.timeout(withinMs);
    const answer = await post(`${api}${method}`, { headers, body: JSON.stringify(args), signal });
    const { status, statusText } = answer;
    const retryAfter = Number(answer.headers.get("retry-after") ?? Number.NaN);
    if (status === 429 && Number.isFinite(retryAfter)) throw new WebAPIRateLimitedError(retryAfter);
    const text = await answer.text();
    if (status !== 200)
      throw new WebAPIHTTPError(status, statusText, Object.fromEntries(answer.headers), text);
    const result = JSON.parse(text) as Result & { error?: string };
    if (!result.ok) throw new WebAPIPlatformError({ ...result, error: result.error ?? "no reason" });
    return result;
  };
}
