import { randomUUID } from "node:crypto";
import { OpenAPIHono } from "@hono/zod-openapi";
import { methodNotAllowed } from "hono/method-not-allowed";
import { apiDocument } from "./api-reference/api-document.ts";
import { documentPath, isReferencePath } from "./api-reference/paths.ts";
import { answerApiError, answerProblem, type ApiContext, type ApiEnv } from "./http/api-errors.ts";
import { entityTag, isKnown } from "./http/entity-tags.ts";
import { logRequests } from "./http/errors.tsx";
import { secureResponses } from "./http/secure-responses.ts";
import type { LimitState } from "./http/rate-limits.ts";
import type { Site, WebEnv } from "./http/web-context.ts";
import { apiRoutes } from "./features.ts";

/** What its routes share with the pages: no cookie, no form and no page of theirs. */
export type ApiParts = Pick<WebEnv["Variables"], "app" | "site" | "limits"> & {
  clientOf: (c: { env: unknown; req: { header(name: string): string | undefined } }) => string;
};

/** Addresses that are the API's, and answered by nothing else. */
export function isApiPath(path: string): boolean {
  return (path.startsWith("/v1.0/") && !isReferencePath(path)) || path.startsWith("/oauth/");
}

/** The API, apart from the listener. Everything it answers is JSON. */
export function createApi({ app, site, limits, clientOf }: ApiParts): OpenAPIHono<ApiEnv> {
  // With a slash at the end an address is the same.
  const api = new OpenAPIHono<ApiEnv>({ strict: false });
  api.use(async (c, next) => {
    const id = requestId(c.req.header("x-request-id"));
    c.set("requestId", id);
    c.header("X-Request-Id", id);
    // Whatever the call logs and has audited, on its way through the use cases too, bears its name.
    c.set("app", { ...app, log: app.log.child({ requestId: id }), callId: id });
    c.set("site", site);
    c.set("limits", limits);
    c.set("client", clientOf(c));
    await next();
    for (const [name, value] of Object.entries(limitHeaders(c.var.limitStates ?? []))) c.header(name, value);
  });
  api.use(logRequests, secureResponses(site));
  api.use(
    methodNotAllowed({
      app: api,
      onMethodNotAllowed: (c, methods) =>
        answerProblem(c, {
          status: 405,
          message: "This address does not take this method.",
          headers: { Allow: methods.join(", ") },
        }),
    }),
  );
  for (const route of apiRoutes) route.mount(api, apiRoutes);
  api.get(documentPath, documentHandler(site));
  api.notFound((c) => answerProblem(c, { status: 404, message: "There is no such call." }));
  api.onError(answerApiError);
  return api;
}

/** The document is the same as long as this process runs. It is made when it is first asked for. */
function documentHandler(site: Site) {
  let made: { text: string; ETag: string } | undefined;
  return (c: ApiContext) => {
    if (!made) {
      const text = JSON.stringify(apiDocument(apiRoutes, site));
      made = { text, ETag: entityTag(text) };
    }
    const headers = { ETag: made.ETag, "Cache-Control": "public, no-cache" };
    if (isKnown(c, made.ETag)) return c.body(null, 304, headers);
    return c.body(made.text, 200, { ...headers, "Content-Type": "application/json" });
  };
}

/** How the limits stand that the call was counted against (draft-ietf-httpapi-ratelimit-headers-10). */
function limitHeaders(states: LimitState[]): Record<string, string> {
  if (states.length === 0) return {};
  const list = (parameters: (state: LimitState) => string) =>
    states.map((state) => `"${state.name}";${parameters(state)}`).join(", ");
  return {
    "RateLimit-Policy": list(({ points, windowSeconds }) => `q=${points};w=${windowSeconds}`),
    RateLimit: list(({ remaining, resetSeconds }) => `r=${remaining};t=${resetSeconds}`),
  };
}

/** The caller's own name for a call, where it is one that a log can hold; else one is made. */
function requestId(given: string | undefined): string {
  return given && /^[\w.:=+/-]{1,100}$/.test(given) ? given : randomUUID();
}
