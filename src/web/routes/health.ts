import { healthOf, healthPaths } from "../../core/answer-health.ts";
import type { Route } from "../route.ts";

export const healthRoutes: Route[] = healthPaths.map((path) => ({
  path,
  async get(c) {
    const { status, body } = await healthOf(c.var.app, path);
    return c.json(body, status);
  },
}));
