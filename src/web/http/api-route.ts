import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { ApiClientActor, Context } from "../../core/context.ts";
import type { Account } from "../../core/generated/prisma/client.ts";
import { type ApiContext, type ApiEnv, ApiProblem } from "./errors.tsx";
import {
  accountHeader,
  authenticate,
  requireAccount,
  requirePartnerLevel,
} from "../api-clients/authenticate.ts";
import { type Page, largestPage } from "../../core/kernel/text/page.ts";
import { withoutHints } from "../../core/kernel/text/command-hint.ts";
import { shorten } from "../../core/kernel/text/mrkdwn.ts";
import { doubledName } from "../../core/kernel/text/doubled-name.ts";

/** Text that PostgreSQL can keep: no NUL, and no half of a character. */
export const text = z
  .string()
  .regex(/^[^\0\p{Cs}]*$/u, "Leave out NUL and half characters.")
  .overwrite(withoutHints);

/** A JSON object that takes the names of its properties in any case, and no others. */
export function jsonObject<Shape extends z.ZodRawShape>(shape: Shape) {
  const spelled = new Map(Object.keys(shape).map((name) => [name.toLowerCase(), name]));
  return z.preprocess((given, ctx) => {
    if (typeof given !== "object" || given === null || Array.isArray(given)) return given;
    const known = new Map<string, unknown>();
    for (const [key, value] of Object.entries(given)) {
      const name = spelled.get(key.toLowerCase()) ?? key;
      if (known.has(name)) ctx.addIssue({ code: "custom", path: [name], message: "This is given twice." });
      known.set(name, value);
    }
    return Object.fromEntries(known);
  }, z.strictObject(shape));
}

/** 400 for a body that names something twice, in whatever object of it. What is no JSON is refused where it is read. */
const refuseDoubledNames: MiddlewareHandler<ApiEnv> = async (c, next) => {
  if (/^application\/(?:[^;\s]+\+)?json\b/iu.test(c.req.header("content-type") ?? "")) {
    const text = await c.req.text();
    const name = isJson(text) ? doubledName(text) : undefined;
    if (name !== undefined)
      throw new ApiProblem(400, `${shorten(name, 200) || "A name"}: This is given twice.`);
  }
  await next();
};

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** A whole number as it stands in an address. */
const numberInAddress = (number: z.ZodInt) =>
  z.preprocess((text) => (typeof text === "string" && /^\d{1,9}$/.test(text) ? Number(text) : text), number);

/** What a call needs: nothing, a token that reaches the whole Partner, or a token and an Account. */
export type ApiLevel = "open" | "partner" | "account";

/** One call: one file in routes/, and one line in routes/index.ts. */
export interface ApiRoute {
  method: "get" | "post" | "put" | "delete";
  /** As OpenAPI writes it: `/v1.0/cycles/{id}`. */
  path: string;
  level: ApiLevel;
  status: number;
  takesJson: boolean;
  /** Checks what it answers, which the document promises. */
  answers: z.ZodType | undefined;
  mount(api: OpenAPIHono<ApiEnv>): void;
}

interface Spec<Params, Query, Body, Answer> {
  method: ApiRoute["method"];
  path: string;
  tag: string;
  summary: string;
  params?: z.ZodType<Params>;
  query?: z.ZodType<Query>;
  body?: z.ZodType<Body>;
  /** Everything in the body may be left out, and the body with it. */
  bodyOptional?: boolean;
  form?: z.ZodType<Body>;
  status?: 200 | 201 | 204;
  /** What is answered; nothing at 204. */
  answer?: z.ZodType<unknown, Answer>;
  /** Why it may be refused for now: 409. */
  conflict?: string;
}

export interface Call<Params, Query, Body> {
  c: ApiContext;
  ctx: Context<ApiClientActor>;
  params: Params;
  query: Query;
  body: Body;
}

export interface AccountCall<Params, Query, Body> extends Call<Params, Query, Body> {
  account: Account;
}

export interface Answered<Answer> {
  body: Answer;
  headers?: Record<string, string>;
}

/** A call within an Account, which the header names. */
export function accountRoute<Params, Query, Body, Answer>(
  spec: Spec<Params, Query, Body, Answer>,
  answer: (call: AccountCall<Params, Query, Body>) => Promise<Answered<Answer>>,
): ApiRoute {
  return route("account", spec, (call) => answer({ ...call, account: call.c.var.account }));
}

/** A call about the whole Partner. */
export function partnerRoute<Params, Query, Body, Answer>(
  spec: Spec<Params, Query, Body, Answer>,
  answer: (call: Call<Params, Query, Body>) => Promise<Answered<Answer>>,
): ApiRoute {
  return route("partner", spec, answer);
}

/** A call without a token. */
export function openRoute<Params, Query, Body, Answer>(
  spec: Spec<Params, Query, Body, Answer>,
  answer: (call: Call<Params, Query, Body>) => Promise<Answered<Answer>>,
): ApiRoute {
  return route("open", spec, answer);
}

const largestBody = 512 * 1024;

const guards: Record<ApiLevel, MiddlewareHandler<ApiEnv>[]> = {
  open: [],
  partner: [authenticate, requirePartnerLevel],
  account: [authenticate, requireAccount],
};

function route<Params, Query, Body, Answer>(
  level: ApiLevel,
  spec: Spec<Params, Query, Body, Answer>,
  answer: (call: Call<Params, Query, Body>) => Promise<Answered<Answer>>,
): ApiRoute {
  const { method, path, status = 200 } = spec;
  return {
    method,
    path,
    level,
    status,
    takesJson: spec.body !== undefined,
    answers: spec.answer,
    mount(api) {
      const config = createRoute({
        method,
        path,
        tags: [spec.tag],
        summary: spec.summary,
        ...(level !== "open" && { security: [{ token: [] }] }),
        ...(level === "account" && { parameters: [accountParameter] }),
        middleware: [...guards[level], bodyLimit({ maxSize: largestBody }), refuseDoubledNames],
        request: requestOf(spec),
        responses: { ...successOf(spec), ...errorsOf(level, spec) },
      });
      api.openapi(config, async (c) => {
        const { app, actor } = c.var;
        const { body, headers } = await answer({
          c,
          ctx: { ...app, actor },
          params: c.req.valid("param" as never) as Params,
          query: c.req.valid("query" as never) as Query,
          body: c.req.valid((spec.form ? "form" : "json") as never) as Body,
        });
        return status === 204 ? c.body(null, 204) : c.json(body as object, status, headers);
      });
    },
  };
}

const nothing = jsonObject({});

function requestOf<Params, Query, Body, Answer>(spec: Spec<Params, Query, Body, Answer>) {
  const { body, form, params, query = nothing } = spec;
  const content = form
    ? { "application/x-www-form-urlencoded": { schema: form } }
    : body && { "application/json": { schema: body } };
  return {
    query: query as never,
    ...(params && { params: params as never }),
    ...(content && { body: { required: !spec.bodyOptional, content } }),
  };
}

const accountParameter = {
  name: accountHeader,
  in: "header" as const,
  required: true,
  description: "The API ID of the Account.",
  schema: { type: "string" as const },
};

function successOf({ status = 200, answer, summary }: Told) {
  if (!answer) return { [status]: { description: summary } };
  return { [status]: { description: summary, content: { "application/json": { schema: answer } } } };
}

type Told = Pick<Spec<unknown, unknown, unknown, unknown>, "status" | "summary"> & {
  answer?: z.ZodType | undefined;
};

const problem = z.object({ Message: z.string() }).openapi("Error");

const told = (description: string) => ({
  description,
  content: { "application/json": { schema: problem } },
});

function errorsOf(level: ApiLevel, { conflict }: { conflict?: string }) {
  return {
    400: told("A field is wrong: the Message names it."),
    401: told(level === "open" ? "The credentials are wrong." : "No access token, or no Account."),
    ...(level !== "open" && { 403: told("The token does not reach this, or the Account is suspended.") }),
    404: told("There is no such thing."),
    ...(conflict && { 409: told(conflict) }),
    413: told("The body is too large."),
    415: told("The body is of another kind."),
    429: told("Too many requests: see Retry-After."),
    500: told("An error of ours, with a reference."),
  };
}

/** Which part of a list: `page` counts from 1. */
export const pageQuery = jsonObject({
  page: numberInAddress(z.int().min(1).max(1_000_000)).optional(),
  pageSize: numberInAddress(z.int().min(1).max(largestPage)).optional(),
});

/** A bare array, and how many pages there are. */
export function answerPage<Row, Shown>(
  { rows, totalPages }: Page<Row>,
  show: (row: Row) => Shown,
): Answered<Shown[]> {
  return { body: rows.map(show), headers: { "Total-Pages": String(totalPages) } };
}
