import { OpenAPIHono } from "@hono/zod-openapi";
import { methodNotAllowed } from "hono/method-not-allowed";
import { logRequests, answerApiError, type ApiEnv, ApiProblem } from "./http/errors.tsx";
import { secureResponses } from "./http/secure-responses.ts";
import type { WebEnv } from "./http/web-context.ts";
import { issueWords } from "./http/field-names.tsx";
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
  const api = new OpenAPIHono<ApiEnv>({
    defaultHook(result) {
      if (!result.success) throw new ApiProblem(400, issueWords(result.error.issues[0]));
    },
  });
  api.use(async (c, next) => {
    c.set("app", app);
    c.set("limits", limits);
    c.set("client", clientOf(c));
    await next();
  });
  api.use(logRequests, secureResponses(site));
  api.use(
    methodNotAllowed({
      app: api,
      onMethodNotAllowed: (c, methods) =>
        c.json({ Message: "This address does not take this method." }, 405, { Allow: methods.join(", ") }),
    }),
  );
  for (const route of apiRoutes) route.mount(api);
  api.notFound((c) => c.json({ Message: "There is no such call." }, 404));
  api.onError(answerApiError);
  return api;
}
