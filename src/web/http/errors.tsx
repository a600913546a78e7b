import { type Page, sendPage } from "./send-page.tsx";
import type { PropsWithChildren } from "hono/jsx";
import { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { databaseTrouble } from "../../core/database-trouble.ts";
import { DomainError, type DomainErrorCode } from "../../core/kernel/errors.ts";
import { newReference } from "../../core/kernel/text/reference.ts";
import { TooManyRequests } from "./rate-limits.ts";
import type { Context, Env, MiddlewareHandler } from "hono";
import type { WebEnv, WebContext } from "./web-context.ts";
import { ownerName } from "./owner.ts";
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
  const isHealth = healthPaths.some((path) => path === c.req.path);
  const { log, metrics, tracing } = c.var.app;
  const answering = async (): Promise<void> => {
    await next();
    const attributes = { "http.response.status_code": c.res.status };
    tracing.tell(`${c.req.method} ${routeOf(c)}`, attributes);
  };
  await (isHealth ? next() : tracing.span("web request", { kind: "server" }, answering));
  const ms = Math.round(performance.now() - startedAt);
  const line = { method: c.req.method, route: routeOf(c), status: c.res.status, ms };
  metrics.count("cyclr_web_requests_total", { status: `${Math.floor(c.res.status / 100)}xx` });
  log[isHealth ? "debug" : "info"](line, "request");
};

/** The pattern of the route, never the path. */
export function routeOf<E extends Env>(c: Context<E>): string {
  return matchedRoutes(c).findLast(({ path }) => !path.endsWith("*"))?.path ?? "unmatched";
}

/** The one mapping from what went wrong to an HTTP status. */
export const statusOf = {
  invalid: 422,
  forbidden: 403,
  "not-found": 404,
  conflict: 409,
  expired: 410,
} as const satisfies Record<DomainErrorCode, ContentfulStatusCode>;

/** A page that tells what went wrong, under the name of whose site it is, where that can be found out. */
export async function sendOwnPage(
  c: WebContext,
  page: Page,
  status: ContentfulStatusCode,
): Promise<Response> {
  if (!c.var.site.owner) await ownerName(c).catch(() => undefined);
  return sendPage(c, page, status);
}

/** Every error of every page ends here. What is not meant for people is logged under the reference they see. */
export async function answerError(error: Error, c: WebContext): Promise<Response> {
  if (error instanceof DomainError) return answerFault(error, c);
  if (error instanceof TooManyRequests) {
    c.header("Retry-After", String(error.retryAfterSeconds));
    return sendOwnPage(c, tooManyPage(error.retryAfterSeconds), 429);
  }
  if (error instanceof HTTPException && error.status === 403) return sendOwnPage(c, forgedFormPage, 403);
  if (error instanceof HTTPException && error.status === 413) return sendOwnPage(c, tooLargePage, 413);
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
  if (!showFault) return sendOwnPage(c, faultPage(fault.message), status);
  c.set("showFault", undefined);
  return showFault(fault, status).catch((error: Error) => answerError(error, c));
}
