import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { ApiClientActor, Context } from "../../core/context.ts";
import type { Permission } from "../../core/kernel/access/access.ts";
import type { Account } from "../../core/generated/prisma/client.ts";
import type { Wish } from "../../core/requests/ask-people.ts";
import type { ApiContext, ApiEnv } from "./api-errors.ts";
import {
  accountHeader,
  authenticate,
  requireAccount,
  requireAccountIfNamed,
  requireNeeds,
  requirePartnerLevel,
} from "../api-clients/authenticate.ts";
import { jsonObject } from "./json-schemas.ts";
import { onlyOnce, type Told } from "./only-once.ts";
import { ignoredFields, readRequest } from "./read-request.ts";
import { requestAnswer } from "../requests/request-json.ts";
import { askInstead } from "./respond-async.ts";

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
  /** What the application needs, as a Console User does. Null: nothing. */
  needs: Permission | null;
  status: number;
  takesJson: boolean;
  /** Set where the call bears the vendor's name: how it differs from what is known of theirs, or "" where it does not. */
  differs: string | undefined;
  /** Whether people can be asked in its place, with `Prefer: respond-async`. */
  asks: boolean;
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
  /** What people are asked for, with `Prefer: respond-async`, where the call throws ApprovalNeeded: `wishFor(kind, input)`. */
  asks?: (call: Call<Params, Query, Body>) => Promise<Wish> | Wish;
  /** Why it may be refused for now: 409. */
  conflict?: string;
}

type Guarded<Params, Query, Body, Answer> = Spec<Params, Query, Body, Answer> & Pick<ApiRoute, "needs">;

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
  /** Of a sign-in link that the body holds: a repeat is answered with it while it lives. */
  linkToken?: string;
}

/** A call within an Account, which the header names. */
export function accountRoute<Params, Query, Body, Answer>(
  spec: Guarded<Params, Query, Body, Answer>,
  answer: (call: AccountCall<Params, Query, Body>) => Promise<Answered<Answer>>,
): ApiRoute {
  return route("account", spec, (call) => answer({ ...call, account: call.c.var.account }));
}

/** A call about what all Accounts share: one may be named, and is then held to what it is. */
export function sharedRoute<Params, Query, Body, Answer>(
  spec: Guarded<Params, Query, Body, Answer>,
  answer: (call: Call<Params, Query, Body> & { account: Account | undefined }) => Promise<Answered<Answer>>,
): ApiRoute {
  return route("any", spec, (call) => answer({ ...call, account: call.c.get("account") }));
}

/** A call about the whole Partner. */
export function partnerRoute<Params, Query, Body, Answer>(
  spec: Guarded<Params, Query, Body, Answer>,
  answer: (call: Call<Params, Query, Body>) => Promise<Answered<Answer>>,
): ApiRoute {
  return route("partner", spec, answer);
}

/** A call without a token. */
export function openRoute<Params, Query, Body, Answer>(
  spec: Spec<Params, Query, Body, Answer>,
  answer: (call: Call<Params, Query, Body>) => Promise<Answered<Answer>>,
): ApiRoute {
  return route("open", { ...spec, needs: null }, answer);
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
  spec: Guarded<Params, Query, Body, Answer>,
  answer: (call: Call<Params, Query, Body>) => Promise<Answered<Answer>>,
): ApiRoute {
  const { method, path, summary, needs, asks, vendor, params, body, form, status = 200 } = spec;
  const query = spec.query ?? (nothing as unknown as z.ZodType<Query>);
  const ignoresUnknown = vendor !== undefined;
  return {
    method,
    path,
    level,
    summary,
    needs,
    status,
    takesJson: body !== undefined,
    differs: vendor && (vendor === true ? "" : vendor.differs),
    asks: asks !== undefined,
    answers: spec.answer,
    mount(api) {
      api.openAPIRegistry.registerPath(documented(level, spec, query));
      const at = path.replaceAll(/\/\{(\w+)\}/g, "/:$1");
      api.on(
        [method.toUpperCase()],
        [at],
        ...guards[level],
        requireNeeds(needs),
        bodyLimit({ maxSize: largestBody }),
        async (c) => {
          const { app, actor } = c.var;
          const read = await readRequest(c, { params, query, body, form, ignoresUnknown });
          const ignored = () => ignoredFields(read.ignored);
          const work = async (ctx: Context<ApiClientActor>): Promise<Told> => {
            const call = { c, ctx, ...read };
            try {
              const { body, headers, linkToken } = await answer(call);
              return { answer: { status, headers: { ...headers, ...ignored() }, body }, linkToken };
            } catch (error) {
              const asked = await askInstead(c, ctx, error, asks && (() => asks(call)));
              return { answer: { ...asked, headers: { ...asked.headers, ...ignored() } } };
            }
          };
          const ctx = { ...app, actor };
          const told = level === "open" ? (await work(ctx)).answer : await onlyOnce(c, ctx, work);
          return c.json(told.body as object, told.status as ContentfulStatusCode, told.headers);
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
  const keyed = level !== "open" && method !== "get";
  return createRoute({
    method,
    path,
    tags: [tag],
    summary,
    ...(level !== "open" && { security: [{ token: [] }] }),
    parameters: [
      ...(named ? [{ ...accountParameter, required: level === "account" }] : []),
      ...(keyed ? [keyParameter] : []),
    ],
    request: requestOf(spec, query),
    responses: {
      ...successOf(spec),
      ...(spec.asks && askedAnswer),
      ...errorsOf(level, spec),
      ...(keyed && idempotencyErrors(spec)),
    },
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

const keyParameter = {
  name: "Idempotency-Key",
  in: "header" as const,
  required: false,
  description:
    "The client's own name for this call: sent again within 24 hours, it is answered as the first time.",
  schema: { type: "string" as const, maxLength: 255 },
};

type Success = Pick<Spec<unknown, unknown, unknown, unknown>, "status" | "summary"> & { answer: z.ZodType };

function successOf({ status = 200, answer, summary }: Success) {
  return { [status]: { description: summary, content: { "application/json": { schema: answer } } } };
}

const askedAnswer = {
  202: {
    description: "With Prefer: respond-async, people were asked: Location says where that can be read.",
    content: { "application/json": { schema: requestAnswer } },
  },
};

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

/** Of a call that may come with an Idempotency-Key. */
function idempotencyErrors({ conflict }: { conflict?: string }) {
  const running = "A call with this Idempotency-Key is still being worked on: see Retry-After.";
  return {
    409: told(conflict ? `${conflict} Or: ${running}` : running),
    410: told("The answer to this Idempotency-Key held a link, which has ended."),
    422: told("This Idempotency-Key came with another call before."),
  };
}

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
