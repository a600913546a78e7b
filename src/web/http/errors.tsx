import { type Page, sendPage } from "./send-page.tsx";
import type { PropsWithChildren } from "hono/jsx";
import { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { TokenRefused } from "../../core/api-clients/issue-access-token.ts";
import { databaseTrouble } from "../../core/database-trouble.ts";
import { DomainError, type DomainErrorCode } from "../../core/kernel/errors.ts";
import { resolveForPrograms } from "../../core/kernel/text/command-hint.ts";
import { newReference } from "../../core/kernel/text/reference.ts";
import { ExternalError } from "../../core/kernel/external-error.ts";
import { TooManyRequests } from "./rate-limits.ts";
import { apiField } from "./field-names.tsx";
import type { Context, Env, MiddlewareHandler } from "hono";
import type { ApiClientActor } from "../../core/context.ts";
import type { Account } from "../../core/generated/prisma/client.ts";
import type { WebEnv, WebContext } from "./web-context.ts";
import { partnerName } from "../../core/kernel/names/partner-name.ts";
import { matchedRoutes } from "hono/route";
import { healthPaths } from "../../core/answer-health.ts";

export const notFoundPage = telling("There is no such page", [
  "The address may have been cut off or mistyped.",
  "If it came with an invitation, open the link in that mail again.",
]);

export const methodNotAllowedPage = telling("That cannot be done here", [
  "This address does not take that kind of request. Nothing was changed.",
]);

export const forgedFormPage = telling("This form was not sent from our page", [
  "To protect you, nothing was done.",
  "Open the link in your mail again, reload the page if it is still open, and send the form from there. Cookies have to be allowed.",
]);

export const tooLargePage = telling("That was too much text", [
  "The form was larger than we take, so nothing was done.",
  "Go back, shorten what you entered, and send it again.",
]);

export function tooManyPage(retryAfterSeconds: number): Page {
  const minutes = Math.ceil(retryAfterSeconds / 60);
  return telling("Too many tries", [
    "There were too many tries from here in a short time. Nothing was done, and nothing is lost.",
    `Try again in ${minutes === 1 ? "a minute" : `${minutes} minutes`}.`,
  ]);
}

export function faultPage(sentence: string): Page {
  return telling("That did not work", [sentence]);
}

/** What is needed is away, and comes back by itself. */
export function awayPage(sentence: string): Page {
  return telling("Not available at the moment", [
    sentence,
    "It was not your doing. Wait a minute, reload the page, and try again: nothing is done twice.",
  ]);
}

export function failurePage(reference: string): Page {
  return {
    title: "Something went wrong",
    body: (
      <Notice heading="Something went wrong on our side">
        <p>It was not your doing. Wait a minute, reload the page, and try again.</p>
        <p>
          If it still fails, give your contact this reference: <strong class="reference">{reference}</strong>
        </p>
      </Notice>
    ),
  };
}

function telling(heading: string, paragraphs: string[]): Page {
  const body = (
    <Notice heading={heading}>
      {paragraphs.map((paragraph) => (
        <p>{paragraph}</p>
      ))}
    </Notice>
  );
  return { title: heading, body };
}

/** A page that only tells something: what happened, and what to do next. */
export function Notice({ heading, children }: PropsWithChildren<{ heading: string }>) {
  return (
    <section class="card notice">
      <h1>{heading}</h1>
      {children}
    </section>
  );
}

/** One line an answer. The route's pattern stands for the path, which may hold a link's token. */
export const logRequests: MiddlewareHandler<WebEnv> = async (c, next) => {
  const startedAt = performance.now();
  await next();
  const ms = Math.round(performance.now() - startedAt);
  const route = routeOf(c);
  const level = healthPaths.some((path) => path === route) ? "debug" : "info";
  c.var.app.log[level]({ method: c.req.method, route, status: c.res.status, ms }, "request");
};

/** The pattern of the route, never the path. */
function routeOf<E extends Env>(c: Context<E>): string {
  return matchedRoutes(c).findLast(({ path }) => !path.endsWith("*"))?.path ?? "unmatched";
}

/** The one mapping from what went wrong to an HTTP status. */
const statusOf = {
  invalid: 422,
  forbidden: 403,
  "not-found": 404,
  conflict: 409,
  expired: 410,
} as const satisfies Record<DomainErrorCode, ContentfulStatusCode>;

/** Every error of every page ends here. What is not meant for people is logged under the reference they see. */
export async function answerError(error: Error, c: WebContext): Promise<Response> {
  if (error instanceof DomainError) return answerFault(error, c);
  if (error instanceof TooManyRequests) {
    c.header("Retry-After", String(error.retryAfterSeconds));
    return sendPage(c, tooManyPage(error.retryAfterSeconds), 429);
  }
  if (error instanceof HTTPException && error.status === 403) return sendPage(c, forgedFormPage, 403);
  if (error instanceof HTTPException && error.status === 413) return sendPage(c, tooLargePage, 413);
  const away = databaseTrouble(error);
  if (away) {
    c.var.app.log.warn({ err: error, route: routeOf(c) }, "no database for the web");
    c.header("Retry-After", "5");
    return sendPage(c, awayPage(away.message), 503);
  }
  const reference = newReference();
  c.var.app.log.error({ err: error, reference, route: routeOf(c) }, "unexpected error in the web");
  return sendPage(c, failurePage(reference), 500);
}

async function answerFault(fault: DomainError, c: WebContext): Promise<Response> {
  const status = statusOf[fault.code];
  const { showFault } = c.var;
  if (!showFault) {
    const owner = c.var.signedIn && { partnerName: await partnerName(c.var.app) };
    return sendPage(c, { ...faultPage(fault.message), ...owner }, status);
  }
  c.set("showFault", undefined);
  return showFault(fault, status).catch((error: Error) => answerError(error, c));
}

/** What is wrong with a request before any use case sees it. */
export class ApiProblem extends Error {
  override readonly name = "ApiProblem";
  readonly status: ContentfulStatusCode;
  readonly headers: Record<string, string>;

  constructor(status: ContentfulStatusCode, sentence: string, headers: Record<string, string> = {}) {
    super(sentence);
    this.status = status;
    this.headers = headers;
  }
}

/** 401, with what RFC 6750 has the client told. */
export function unauthorized(sentence: string, error?: "invalid_token"): ApiProblem {
  const challenge = error ? `Bearer error="${error}"` : "Bearer";
  return new ApiProblem(401, sentence, { "WWW-Authenticate": challenge });
}

/** Every error of every route ends here, as `{"Message": "…"}`. What is not meant for callers is logged under a reference. */
export function answerApiError(error: Error, c: ApiContext): Response {
  if (error instanceof TokenRefused) return answerRefusal(error, c);
  if (error instanceof DomainError) return c.json({ Message: wordsOf(error) }, statusFor(error));
  if (error instanceof ApiProblem) return c.json({ Message: error.message }, error.status, error.headers);
  if (error instanceof TooManyRequests) {
    const words = `Too many requests. Try again in ${error.retryAfterSeconds} seconds.`;
    return c.json({ Message: words }, 429, { "Retry-After": String(error.retryAfterSeconds) });
  }
  if (error instanceof ExternalError && error.retryable) {
    const words = `${resolveForPrograms(error.message)} Nothing was changed. Try again.`;
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
  return resolveForPrograms(field ? `${apiField(field)}: ${message}` : message);
}

/** A value of the request that names nothing is a wrong value; 404 is for the address. */
function statusFor({ code, field }: DomainError): ContentfulStatusCode {
  return code === "invalid" || (code === "not-found" && field) ? 400 : statusOf[code];
}

export interface ApiEnv {
  Bindings: WebEnv["Bindings"];
  Variables: Pick<WebEnv["Variables"], "app" | "limits" | "client"> & {
    /** Who calls, on every route but the one that gives tokens. */
    actor: ApiClientActor;
    /** Of the header X-Cyclr-Account, on the routes that need it. */
    account: Account;
  };
}

export type ApiContext = Context<ApiEnv>;
