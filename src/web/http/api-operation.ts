import { createRoute, z } from "@hono/zod-openapi";
import { accountHeader } from "../api-clients/authenticate.ts";
import { requestAnswer } from "../requests/request-json.ts";
import type { ApiLevel, Guarded, Spec } from "./api-route.ts";
import { operationIdOf } from "./operation-id.ts";

/** How large a body may be, in octets, where a call takes no larger one. */
export const usualBody = 512 * 1024;

/** One call, as the document tells it. */
export type Operation = ReturnType<typeof createRoute>;

/** Made from the schemas that check the call. What all calls share is added by api-document.ts. */
export function operationOf<Params, Query, Body, Answer>(
  level: ApiLevel,
  spec: Guarded<Params, Query, Body, Answer>,
  query: z.ZodType<Query>,
): Operation {
  const { method, path, tag, summary } = spec;
  const named = level === "account" || level === "any";
  const keyed = level !== "open" && method !== "get";
  return createRoute({
    method,
    path,
    operationId: spec.operationId ?? operationIdOf({ method, path, list: isList(spec.answer) }),
    tags: [tag],
    summary,
    description: descriptionOf(level, spec),
    // A token is asked for with the client's credentials: as Basic, or in the form.
    security: level === "open" ? [{ client: [] }, {}] : [{ token: [] }],
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

/** All of them, or a page along a cursor. */
const isList = (answer: z.ZodType): boolean =>
  answer instanceof z.ZodArray || (answer instanceof z.ZodObject && "NextCursor" in answer.shape);

const needs: Record<ApiLevel, string> = {
  open: "Needs the client's credentials, as Basic or in the form.",
  any: "Needs an access token; an Account may be named.",
  partner: "Needs an access token for all Accounts.",
  account: "Needs an access token, and the Account in X-Cyclr-Account.",
};

function descriptionOf(
  level: ApiLevel,
  {
    description,
    vendor,
    needs: permission,
  }: Told & Pick<Guarded<unknown, unknown, unknown, unknown>, "needs">,
): string {
  const differs = typeof vendor === "object" ? `Beside the vendor's call: ${vendor.differs}.` : "";
  const strict = vendor ? "" : "A field that the call does not know is refused.";
  const also = permission ? `The API client needs ${permission.replace(":", ": ")}.` : "";
  return [description, `${needs[level]} ${also}`.trim(), differs, level === "open" ? "" : strict]
    .filter(Boolean)
    .join("\n\n");
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
    "Your own name for what is to be done: sent again within 24 hours, the call is answered as the first time.",
  schema: { type: "string" as const, maxLength: 255 },
};

type Told = Pick<Spec<unknown, unknown, unknown, unknown>, "description" | "vendor">;
type Success = Pick<Spec<unknown, unknown, unknown, unknown>, "status" | "summary" | "files"> & {
  answer: z.ZodType;
};

const askedAnswer = {
  202: {
    description: "With Prefer: respond-async, people were asked: Location says where that can be read.",
    content: { "application/json": { schema: requestAnswer } },
  },
};

function successOf({ status = 200, answer, summary, files = ["application/json"] }: Success) {
  const content = Object.fromEntries(files.map((type) => [type.replace(/;.*/u, ""), { schema: answer }]));
  return { [status]: { description: summary, content } };
}

const faultJson = z
  .object({
    Message: z.string().openapi({ description: "A sentence for people. It may be put otherwise one day." }),
    Code: z.string().openapi({ description: "A stable word for programs." }),
    Field: z.string().optional().openapi({ description: "The field that is wrong, as in Steps[0].Name." }),
  })
  .openapi("Fault");

/** What every error says. The calls that give and take tokens add `error`, as RFC 6749 has it. */
export const problemJson = z
  .object({
    ...faultJson.shape,
    Errors: z.array(faultJson).optional().openapi({
      description: "With status 400: everything that is wrong with the request, first what stands above.",
    }),
    RequestId: z.string().openapi({ description: "The X-Request-Id of the call. The log has it too." }),
    Link: z.url().openapi({ description: "The page that explains the Code." }),
    error: z.string().optional().openapi({ description: "At /oauth alone: the error of RFC 6749." }),
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

function errorsOf(
  level: ApiLevel,
  {
    conflict,
    method,
    largestBody = usualBody,
  }: Pick<Spec<unknown, unknown, unknown, unknown>, "conflict" | "method" | "largestBody">,
) {
  return {
    400: told("Something in the request is wrong: Errors names every field."),
    401: told(level === "open" ? "The credentials are wrong." : "No access token, or no Account."),
    ...(level !== "open" && {
      403: told("The token does not reach this, the Account is suspended, or people have to approve it."),
    }),
    404: told("There is no such thing."),
    ...(conflict && { 409: told(conflict) }),
    ...((method === "put" || method === "delete") && {
      412: told("If-Match names another version than the one that stands. Nothing was changed."),
    }),
    413: told(`The body is larger than ${largestBody / 1024} KB.`),
    415: told("The body is of another kind."),
    429: told("Too many requests. Retry-After says how many seconds to wait."),
    500: told("An error of ours, with a reference."),
    503: told("Something that is needed is away for a moment. Nothing was changed."),
  };
}
