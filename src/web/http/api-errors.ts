import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { TokenRefused } from "../../core/api-clients/token-refused.ts";
import type { ApiClientActor } from "../../core/context.ts";
import { databaseTrouble } from "../../core/database-trouble.ts";
import type { Account } from "../../core/generated/prisma/client.ts";
import { ApprovalNeeded, DomainError, type Fault } from "../../core/kernel/errors.ts";
import { ExternalError } from "../../core/kernel/external-error.ts";
import { resolveForPrograms } from "../../core/kernel/text/command-hint.ts";
import { newReference } from "../../core/kernel/text/reference.ts";
import { routeOf, statusOf } from "./errors.tsx";
import { apiField } from "./field-names.tsx";
import { type LimitState, TooManyRequests } from "./rate-limits.ts";
import type { WebEnv } from "./web-context.ts";

export interface ApiEnv {
  Bindings: WebEnv["Bindings"];
  Variables: Pick<WebEnv["Variables"], "app" | "site" | "limits" | "client"> & {
    /** Names this call in its answer and in the log. */
    requestId: string;
    /** Who calls, on every route but the one that gives tokens. */
    actor: ApiClientActor;
    /** The limits that this call was counted against. */
    limitStates?: LimitState[];
    /** Of the header X-Cyclr-Account, on the routes that need it. */
    account: Account;
    /** The Account that the call names, which nobody has looked at: whether it may be entered. */
    named: Account | undefined;
  };
}

export type ApiContext = Context<ApiEnv>;

/** The stable word for each kind of error, for programs; a Message may be put otherwise one day. */
const codes = {
  400: "invalid-request",
  401: "unauthorized",
  403: "forbidden",
  404: "not-found",
  405: "method-not-allowed",
  409: "conflict",
  410: "expired",
  412: "precondition-failed",
  413: "body-too-large",
  415: "unsupported-media-type",
  422: "idempotency-key-reused",
  429: "too-many-requests",
  500: "internal-error",
  503: "unavailable",
} as const;

/** Those that say more than the status. */
export const specialCodes = [
  "approval-needed",
  "idempotency-key-in-use",
  "id-in-use",
  "malformed-json",
  "unknown-field",
] as const;

export type ApiCode = (typeof codes)[keyof typeof codes] | (typeof specialCodes)[number];

/** Every word that an error may have. */
export const apiCodes: ApiCode[] = [...Object.values(codes), ...specialCodes];

/** One thing that is wrong with a request, in a sentence that names the field. */
export interface ApiFault {
  message: string;
  code?: ApiCode | undefined;
  field?: string | undefined;
}

interface ProblemDetails extends Omit<ApiFault, "message"> {
  /** What else is wrong with the same request. */
  others?: ApiFault[];
  headers?: Record<string, string>;
}

/** What is wrong with a request before any use case sees it, or what the vendor's API says in words of its own. */
export class ApiProblem extends Error {
  override readonly name = "ApiProblem";
  readonly status: ContentfulStatusCode;
  readonly details: ProblemDetails;

  constructor(status: ContentfulStatusCode, sentence: string, details: ProblemDetails = {}) {
    super(sentence);
    this.status = status;
    this.details = details;
  }
}

/** Has the answer tell how a limit stands: see `limitHeaders`. */
export function noteLimit(c: ApiContext, state: LimitState): void {
  c.set("limitStates", [...(c.var.limitStates ?? []), state]);
}

/** 400 for all that is wrong with a request, if anything is. */
export function refuseRequest([first, ...others]: ApiFault[]): void {
  if (first) throw new ApiProblem(400, first.message, { ...first, others });
}

/** 401, with what RFC 6750 has the client told. */
export function unauthorized(sentence: string, error?: "invalid_token"): ApiProblem {
  const challenge = error ? `Bearer error="${error}"` : "Bearer";
  return new ApiProblem(401, sentence, { headers: { "WWW-Authenticate": challenge } });
}

/** Where a field of the use case has another name in this call. */
export async function withFields<Result>(
  work: Promise<Result>,
  rename: (field: string) => string,
): Promise<Result> {
  return work.catch((error: unknown) => {
    if (!(error instanceof DomainError) || error.field === undefined) throw error;
    const others = error.others.map((one) => ({ ...one, field: one.field && rename(one.field) }));
    throw new DomainError(error.code, error.message, rename(error.field), others);
  });
}

interface Problem extends ProblemDetails {
  status: ContentfulStatusCode;
  message: string;
}

/** Every error of every route ends here. What is not meant for callers is logged under a reference. */
export function answerApiError(error: Error, c: ApiContext): Response {
  return answerProblem(c, problemOf(error, c), oauthErrorOf(error, c));
}

/** `{"Message": "…", "Code": "…", "Field": "…", "Errors": […], "RequestId": "…", "Link": "…"}` */
export function answerProblem(c: ApiContext, problem: Problem, more: object = {}): Response {
  const { status, others = [], headers = {} } = problem;
  const usual = codes[status as keyof typeof codes] ?? codes[400];
  const first = shownFault(problem, usual);
  const { site, requestId } = c.var;
  const body = {
    ...first,
    // A wrong request has all its faults in one list, the first among them.
    ...(status === 400 && { Errors: [first, ...others.map((one) => shownFault(one, usual))] }),
    RequestId: requestId,
    Link: `${site.origin}${site.path(errorsPath)}#${first.Code}`,
    ...more,
  };
  return c.json(body, status, headers);
}

/** The page that explains each Code. */
export const errorsPath = "/v1.0/docs/errors";

const shownFault = ({ message, code, field }: ApiFault, usual: ApiCode) => ({
  Message: message,
  Code: code ?? usual,
  ...(field !== undefined && { Field: field }),
});

function problemOf(error: Error, c: ApiContext): Problem {
  if (error instanceof ApiProblem) return { status: error.status, message: error.message, ...error.details };
  if (error instanceof DomainError) return faultOf(error, c);
  if (error instanceof TooManyRequests) {
    const words = `Too many requests. Try again in ${error.retryAfterSeconds} seconds.`;
    noteLimit(c, error.state);
    return { status: 429, message: words, headers: { "Retry-After": String(error.retryAfterSeconds) } };
  }
  if (error instanceof ExternalError && error.retryable) {
    const words = `${resolveForPrograms(error.message)} Nothing was changed. Try again.`;
    return { status: 503, message: words, headers: { "Retry-After": "1" } };
  }
  const away = databaseTrouble(error);
  if (away) {
    c.var.app.log.warn({ err: error, route: routeOf(c) }, "no database for the API");
    return { status: 503, message: `${away.message} Try again.`, headers: { "Retry-After": "5" } };
  }
  if (error instanceof HTTPException && error.status === 413)
    return { status: 413, message: "The body: This is too large." };
  if (error instanceof HTTPException && error.status < 500)
    return { status: error.status, message: error.message };
  const reference = newReference();
  c.var.app.log.error({ err: error, reference, route: routeOf(c) }, "unexpected error in the API");
  return { status: 500, message: `Something went wrong here. The log has it under ${reference}.` };
}

function faultOf(error: DomainError, c: ApiContext): Problem {
  const { message, field } = inApiWords({ sentence: error.message, field: error.field });
  const code = error instanceof ApprovalNeeded ? "approval-needed" : undefined;
  if (error instanceof TokenRefused && error.oauthError === "invalid_client")
    return { status: 401, message, ...(usesBasic(c) && { headers: { "WWW-Authenticate": "Basic" } }) };
  return { status: statusFor(error), message, code, field, others: error.others.map(inApiWords) };
}

function inApiWords({ sentence, field }: Fault): Omit<ApiFault, "code"> {
  const named = field === undefined || field === "" ? undefined : apiField(field);
  return { message: resolveForPrograms(named ? `${named}: ${sentence}` : sentence), field: named };
}

/** A value of the request that names nothing is a wrong value; 404 is for the address. */
function statusFor({ code, field }: DomainError): ContentfulStatusCode {
  return code === "invalid" || (code === "not-found" && field) ? 400 : statusOf[code];
}

const usesBasic = (c: ApiContext) => /^Basic\b/iu.test(c.req.header("authorization") ?? "");

/** What the call that gives tokens says besides, as RFC 6749 has it. */
function oauthErrorOf(error: Error, c: ApiContext): { error?: string } {
  if (error instanceof TokenRefused) return { error: error.oauthError };
  if (!c.req.path.startsWith("/oauth/")) return {};
  if (error instanceof ApiProblem && error.details.field === "grant_type")
    return { error: "unsupported_grant_type" };
  if (error instanceof ApiProblem) return { error: "invalid_request" };
  return {};
}
