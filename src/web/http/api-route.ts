import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { ApiClientActor, Context } from "../../core/context.ts";
import type { Account } from "../../core/generated/prisma/client.ts";
import type { ApiContext, ApiEnv } from "./api-errors.ts";
import {
  accountHeader,
  authenticate,
  requireAccount,
  requireAccountIfNamed,
  requirePartnerLevel,
} from "../api-clients/authenticate.ts";
import { jsonObject } from "./json-schemas.ts";
import { ignoredFields, readRequest } from "./read-request.ts";

/**
 * What a call needs: nothing, any token (then an Account may be named), a token that reaches the whole Partner, or a token and
 * an Account.
 */
export type ApiLevel = "open" | "any" | "partner" | "account";

/** One call. */
export interface ApiRoute {
  method: "get" | "post" | "put" | "delete";
  /** As OpenAPI writes it: `/v1.0/cycles/{id}`. */
  path: string;
  level: ApiLevel;
  summary: string;
  status: number;
  takesJson: boolean;
  /** Set where the call bears the vendor's name: how it differs from what is known of theirs, or "" where it does not. */
  differs: string | undefined;
  /** Checks what it answers, which the document promises. */
  answers: z.ZodType | undefined;
  mount(api: OpenAPIHono<ApiEnv>): void;
}

interface Spec<Params, Query, Body, Answer> {
  method: ApiRoute["method"];
  path: string;
  tag: string;
  summary: string;
  /** The call bears the vendor's name, so that it is as lenient as theirs. `differs`: in what it is not the same, and why. */
  vendor?: true | { differs: string };
  params?: z.ZodType<Params>;
  query?: z.ZodType<Query>;
  body?: z.ZodType<Body>;
  /** Everything in the body may be left out, and the body with it. */
  bodyOptional?: boolean;
  form?: z.ZodType<Body>;
  status?: 200 | 201;
  answer: z.ZodType<unknown, Answer>;
  /** Why it may be refused for now: 409. */
  conflict?: string;
}

export interface Call<Params, Query, Body> {
  c: ApiContext;
  ctx: Context<ApiClientActor>;
  params: Params;
  query: Query;
  body: Body;
  /** Names fields that the call passes over, by its own judgement. */
  ignored: string[];
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

/** A call about what all Accounts share: one may be named, and is then held to what it is. */
export function sharedRoute<Params, Query, Body, Answer>(
  spec: Spec<Params, Query, Body, Answer>,
  answer: (call: Call<Params, Query, Body> & { account: Account | undefined }) => Promise<Answered<Answer>>,
): ApiRoute {
  return route("any", spec, (call) => answer({ ...call, account: call.c.get("account") }));
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
  any: [authenticate, requireAccountIfNamed],
  partner: [authenticate, requirePartnerLevel],
  account: [authenticate, requireAccount],
};

const nothing = jsonObject({});

function route<Params, Query, Body, Answer>(
  level: ApiLevel,
  spec: Spec<Params, Query, Body, Answer>,
  answer: (call: Call<Params, Query, Body>) => Promise<Answered<Answer>>,
): ApiRoute {
  const { method, path, summary, vendor, params, body, form, status = 200 } = spec;
  const query = spec.query ?? (nothing as unknown as z.ZodType<Query>);
  const ignoresUnknown = vendor !== undefined;
  return {
    method,
    path,
    level,
    summary,
    status,
    takesJson: body !== undefined,
    differs: vendor && (vendor === true ? "" : vendor.differs),
    answers: spec.answer,
    mount(api) {
      api.openAPIRegistry.registerPath(documented(level, spec, query));
      const at = path.replaceAll(/\/\{(\w+)\}/g, "/:$1");
      api.on(
        [method.toUpperCase()],
        [at],
        ...guards[level],
        bodyLimit({ maxSize: largestBody }),
        async (c) => {
          const { app, actor } = c.var;
          const read = await readRequest(c, { params, query, body, form, ignoresUnknown });
          const answered = await answer({ c, ctx: { ...app, actor }, ...read });
          const headers = { ...answered.headers, ...ignoredFields(read.ignored) };
          return c.json(answered.body as object, status, headers);
        },
      );
    },
  };
}

function documented<Params, Query, Body, Answer>(
  level: ApiLevel,
  spec: Spec<Params, Query, Body, Answer>,
  query: z.ZodType<Query>,
) {
  const { method, path, tag, summary } = spec;
  const named = level === "account" || level === "any";
  return createRoute({
    method,
    path,
    tags: [tag],
    summary,
    ...(level !== "open" && { security: [{ token: [] }] }),
    ...(named && { parameters: [{ ...accountParameter, required: level === "account" }] }),
    request: requestOf(spec, query),
    responses: { ...successOf(spec), ...errorsOf(level, spec) },
  });
}

function requestOf<Params, Query, Body, Answer>(
  { body, form, params, bodyOptional }: Spec<Params, Query, Body, Answer>,
  query: z.ZodType<Query>,
) {
  const content = form
    ? { "application/x-www-form-urlencoded": { schema: form } }
    : body && { "application/json": { schema: body } };
  return {
    query: query as never,
    ...(params && { params: params as never }),
    ...(content && { body: { required: !bodyOptional, content } }),
  };
}

const accountParameter = {
  name: accountHeader,
  in: "header" as const,
  description: "The API ID of the Account.",
  schema: { type: "string" as const },
};

type Told = Pick<Spec<unknown, unknown, unknown, unknown>, "status" | "summary"> & { answer: z.ZodType };

function successOf({ status = 200, answer, summary }: Told) {
  return { [status]: { description: summary, content: { "application/json": { schema: answer } } } };
}

/** What every error says. The call that gives tokens adds `error`, as RFC 6749 has it. */
export const problemJson = z
  .object({
    Message: z.string(),
    Code: z.string(),
    Field: z.string().optional(),
    RequestId: z.string(),
    error: z.string().optional(),
  })
  .openapi("Error");

const told = (description: string) => ({
  description,
  content: { "application/json": { schema: problemJson } },
});

function errorsOf(level: ApiLevel, { conflict }: { conflict?: string }) {
  return {
    400: told("A field is wrong: the Message names it."),
    401: told(level === "open" ? "The credentials are wrong." : "No access token, or no Account."),
    ...(level !== "open" && {
      403: told("The token does not reach this, the Account is suspended, or people have to approve it."),
    }),
    404: told("There is no such thing."),
    ...(conflict && { 409: told(conflict) }),
    413: told("The body is too large."),
    415: told("The body is of another kind."),
    429: told("Too many requests: see Retry-After."),
    500: told("An error of ours, with a reference."),
  };
}
