import { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { TokenRefused } from "../../core/api-clients/issue-access-token.ts";
import { databaseTrouble } from "../../core/database-trouble.ts";
import { DomainError } from "../../core/errors.ts";
import { newReference } from "../../core/reference.ts";
import { Trouble } from "../../core/trouble.ts";
import { TooManyRequests } from "../rate-limits.ts";
import { statusOf } from "../status-of.ts";
import type { ApiContext } from "./api-context.ts";
import { ApiProblem } from "./api-problem.ts";
import { apiField } from "./field-names.ts";
import { routeOf } from "../log-requests.ts";

/** Every error of every route ends here, as `{"Message": "…"}`. What is not meant for callers is logged under a reference. */
export function answerApiError(error: Error, c: ApiContext): Response {
  if (error instanceof TokenRefused) return answerRefusal(error, c);
  if (error instanceof DomainError) return c.json({ Message: wordsOf(error) }, statusFor(error));
  if (error instanceof ApiProblem) return c.json({ Message: error.message }, error.status, error.headers);
  if (error instanceof TooManyRequests) {
    const words = `Too many requests. Try again in ${error.retryAfterSeconds} seconds.`;
    return c.json({ Message: words }, 429, { "Retry-After": String(error.retryAfterSeconds) });
  }
  if (error instanceof Trouble && error.passing) {
    const words = `${error.message} Nothing was changed. Try again.`;
    return c.json({ Message: words }, 503, { "Retry-After": "1" });
  }
  const away = databaseTrouble(error);
  if (away) {
    c.var.app.log.warn({ err: error, route: routeOf(c) }, "no database for the API");
    return c.json({ Message: `${away.message} Try again.` }, 503, { "Retry-After": "5" });
  }
  if (error instanceof HTTPException && error.status < 500)
    return c.json({ Message: protocolWords[error.status] ?? error.message }, error.status);
  const reference = newReference();
  c.var.app.log.error({ err: error, reference, route: routeOf(c) }, "unexpected error in the API");
  return c.json({ Message: `Something went wrong here. The log has it under ${reference}.` }, 500);
}

const protocolWords: Record<number, string> = {
  400: "The body: This is not JSON.",
  413: "The body: This is too large.",
  415: "Content-Type: Send application/json, or a form for a token.",
};

/** As OAuth has it, and with the Message of every other error besides. */
function answerRefusal(refusal: TokenRefused, c: ApiContext): Response {
  const status = refusal.oauthError === "invalid_client" ? 401 : 400;
  return c.json({ Message: wordsOf(refusal), error: refusal.oauthError }, status);
}

function wordsOf({ field, message }: DomainError): string {
  return field ? `${apiField(field)}: ${message}` : message;
}

/** A value of the request that names nothing is a wrong value; 404 is for the address. */
function statusFor({ code, field }: DomainError): ContentfulStatusCode {
  return code === "invalid" || (code === "not-found" && field) ? 400 : statusOf[code];
}
