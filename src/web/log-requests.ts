import type { Context, Env, MiddlewareHandler } from "hono";
import { matchedRoutes } from "hono/route";
import { healthPaths } from "../core/answer-health.ts";
import type { WebEnv } from "./web-context.ts";

/** One line an answer. The route's pattern stands for the path, which may hold a link's token. */
export const logRequests: MiddlewareHandler<WebEnv> = async (c, next) => {
  const startedAt = performance.now();
  await next();
  const ms = Math.round(performance.now() - startedAt);
  const route = routeOf(c);
  const level = healthPaths.some((path) => path === route) ? "debug" : "info";
  c.var.app.log[level]({ method: c.req.method, route, status: c.res.status, ms }, "request");
};

/** The pattern of the route, never the path. */
export function routeOf<E extends Env>(c: Context<E>): string {
  return matchedRoutes(c).findLast(({ path }) => !path.endsWith("*"))?.path ?? "unmatched";
}
