import { HTTPException } from "hono/http-exception";
import { databaseTrouble } from "../core/database-trouble.ts";
import { DomainError } from "../core/errors.ts";
import { partnerName } from "../core/partner/partner-name.ts";
import { newReference } from "../core/reference.ts";
import { routeOf } from "./log-requests.ts";
import {
  awayPage,
  failurePage,
  faultPage,
  forgedFormPage,
  tooLargePage,
  tooManyPage,
} from "./pages/errors.tsx";
import { TooManyRequests } from "./rate-limits.ts";
import { sendPage } from "./send-page.tsx";
import { statusOf } from "./status-of.ts";
import type { WebContext } from "./web-context.ts";

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
