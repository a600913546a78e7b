import { type OpenAPIHono, z } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { KeptAnswer } from "../../core/api-clients/answer-once.ts";
import type { ApiClientActor, Context } from "../../core/context.ts";
import type { Permission } from "../../core/kernel/access/access.ts";
import type { Account } from "../../core/generated/prisma/client.ts";
import type { Database, Transaction } from "../../core/kernel/database.ts";
import { holdAccount } from "../../core/kernel/levels/load-account.ts";
import type { Wish } from "../../core/requests/ask-people.ts";
import type { ApiContext, ApiEnv } from "./api-errors.ts";
import {
  authenticate,
  requireAccount,
  requireAccountIfNamed,
  requireNeeds,
  requirePartnerLevel,
} from "../api-clients/authenticate.ts";
import { type Operation, operationOf, usualBody } from "./api-operation.ts";
import { entityTag, isKnown, whereUnchanged } from "./entity-tags.ts";
import { jsonObject } from "./json-schemas.ts";
import { onlyOnce, type Told } from "./only-once.ts";
import { ignoredFields, readRequest } from "./read-request.ts";
import { askInstead } from "./respond-async.ts";
import { sendFile, type SentFile } from "./send-file.ts";

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
  /** Set where it answers a file: of which media types. */
  files: string[] | undefined;
  /** A GET of one thing: what it answers has an ETag, and PUT and DELETE of the same address take it as If-Match. */
  hasVersions: boolean;
  /** A list that comes in pages, and says how many there are. */
  hasPages: boolean;
  /** Calls are counted against a limit. */
  isLimited: boolean;
  /** A PUT or DELETE of the whole Partner's that takes If-Match: whether it says what row to hold. */
  holds: boolean;
  /** The bare answer, for whoever looks whether it is still the same. */
  read(call: Call<never, never, never>): Promise<Answered<unknown>>;
  /** How the document tells it. */
  operation: Operation;
  mount(api: OpenAPIHono<ApiEnv>, all: readonly ApiRoute[]): void;
}

export interface Spec<Params, Query, Body, Answer> {
  method: ApiRoute["method"];
  path: string;
  tag: string;
  summary: string;
  /** What the summary leaves out: units, limits, what happens at the edges. Markdown. */
  description?: string;
  /** Where the name that follows from the address would be odd: see operation-id.ts. */
  operationId?: string;
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
  /** It is counted against a limit, and its answers tell how that stands. */
  limited?: boolean;
  /** What people are asked for, with `Prefer: respond-async`, where the call throws ApprovalNeeded: `wishFor(kind, input)`. */
  asks?: (call: Call<Params, Query, Body>) => Promise<Wish> | Wish;
  /** Why it may be refused for now: 409. */
  conflict?: string;
  /**
   * For a PUT or DELETE of something that has a GET: locks its row, as the use case does, so that If-Match holds until the
   * change is committed. Calls within an Account need none: every change in an Account holds the Account's row.
   */
  hold?: (tx: Transaction, params: Params) => Promise<unknown>;
  /** In octets, where it may be larger than others. */
  largestBody?: number;
  /** It answers a file, which is text, in place of JSON: the media types that there are. */
  files?: string[];
}

/** The same, with what the application needs for it. */
export type Guarded<Params, Query, Body, Answer> = Spec<Params, Query, Body, Answer> &
  Pick<ApiRoute, "needs">;

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
  /** Of a GET, in place of the body: text that is read as the client takes it. */
  file?: SentFile;
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
  const { method, path, summary, needs, asks, vendor, params, body, form, status = 200, hold } = spec;
  const { largestBody = usualBody, files } = spec;
  const query = spec.query ?? (nothing as unknown as z.ZodType<Query>);
  const ignoresUnknown = vendor !== undefined;
  const hasVersions = method === "get" && path.endsWith("}");
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
    files,
    hasVersions,
    hasPages: spec.answer instanceof z.ZodArray && "page" in shapeOf(query),
    isLimited: spec.limited ?? false,
    holds: hold !== undefined,
    read: answer,
    operation: operationOf(level, spec, query),
    mount(api, all) {
      const at = path.replaceAll(/\/\{(\w+)\}/g, "/:$1");
      const changes = method === "put" || method === "delete";
      const resource = all.find((one) => one.hasVersions && one.path === path);
      const versionsOf = (call: Call<Params, Query, Body>) => ({
        hold: (tx: Transaction) => (hold ? hold(tx, call.params) : holdAccount(tx, call.c.get("account"))),
        async read(tx: Transaction) {
          // As everything is under lock: what the call has entered was read before.
          const { entered: _, ...before } = call.ctx;
          const ctx = { ...before, db: tx as Database };
          const reading = { ...call, ctx, query: {}, body: undefined, ignored: [] };
          return (await resource?.read(reading as unknown as Call<never, never, never>))?.body;
        },
      });
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
          const work = async (given: Context<ApiClientActor>): Promise<Told> => {
            const reading = { c, ctx: given, ...read };
            const ctx = changes ? whereUnchanged(c, given, resource && versionsOf(reading)) : given;
            const call = { ...reading, ctx };
            try {
              const { body: answered, headers, linkToken } = await answer(call);
              return { answer: { status, headers: { ...headers, ...ignored() }, body: answered }, linkToken };
            } catch (error) {
              const asked = await askInstead(c, ctx, error, asks && (() => asks(call)));
              return { answer: { ...asked, headers: { ...asked.headers, ...ignored() } } };
            }
          };
          const entered = c.get("account");
          const ctx = { ...app, actor, ...(entered && { entered }) };
          if (files) {
            const { file, headers } = await answer({ c, ctx, ...read });
            if (file) return sendFile(c, file, { ...headers, ...ignored() });
          }
          const told = level === "open" ? (await work(ctx)).answer : await onlyOnce(c, ctx, work);
          return respond(c, told, hasVersions);
        },
      );
    },
  };
}

/** The fields of a query: `jsonObject` is a pipe that ends in them. */
function shapeOf(query: z.ZodType): object {
  return query instanceof z.ZodPipe && query.out instanceof z.ZodObject ? query.out.shape : {};
}

/** As JSON; one thing with its version, and nothing where the caller has that. */
function respond(c: ApiContext, told: KeptAnswer, hasVersions: boolean): Response {
  const text = JSON.stringify(told.body);
  const status = told.status as ContentfulStatusCode;
  const headers = { ...told.headers, "Content-Type": "application/json" };
  if (!hasVersions) return c.body(text, status, headers);
  const ETag = entityTag(text);
  // Kept by the caller alone, and asked about each time.
  const kept = { "Cache-Control": "private, no-cache", Vary: "Authorization, X-Cyclr-Account", ETag };
  if (isKnown(c, ETag)) return c.body(null, 304, { ...told.headers, ...kept });
  return c.body(text, status, { ...headers, ...kept });
}
