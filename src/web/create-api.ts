import { randomUUID } from "node:crypto";
import { OpenAPIHono } from "@hono/zod-openapi";
import { methodNotAllowed } from "hono/method-not-allowed";
import { answerApiError, answerProblem, type ApiEnv } from "./http/api-errors.ts";
import { logRequests } from "./http/errors.tsx";
import { secureResponses } from "./http/secure-responses.ts";
import type { WebEnv } from "./http/web-context.ts";
import { apiRoutes } from "./features.ts";

/** What its routes share with the pages: no cookie, no form and no page of theirs. */
export type ApiParts = Pick<WebEnv["Variables"], "app" | "site" | "limits"> & {
  clientOf: (c: { env: unknown; req: { header(name: string): string | undefined } }) => string;
};

/** Addresses that are the API's, and answered by nothing else. */
export function isApiPath(path: string): boolean {
  return path.startsWith("/v1.0/") || path.startsWith("/oauth/");
}

/** The API, apart from the listener. Everything it answers is JSON. */
export function createApi({ app, site, limits, clientOf }: ApiParts): OpenAPIHono<ApiEnv> {
  // With a slash at the end an address is the same.
  const api = new OpenAPIHono<ApiEnv>({ strict: false });
  api.use(async (c, next) => {
    c.set("app", app);
    c.set("limits", limits);
    c.set("client", clientOf(c));
    c.set("requestId", requestId(c.req.header("x-request-id")));
    c.header("X-Request-Id", c.var.requestId);
    await next();
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
  for (const route of apiRoutes) route.mount(api);
  api.notFound((c) => answerProblem(c, { status: 404, message: "There is no such call." }));
  api.onError(answerApiError);
  return api;
}

/** The caller's own name for a call, where it is one that a log can hold; else one is made. */
function requestId(given: string | undefined): string {
  return given && /^[\w.:=+/-]{1,100}$/.test(given) ? given : randomUUID();
}
