import { checkHealth } from "../../core/health.ts";
import type { Route } from "../route.ts";

export const health: Route = {
  path: "/healthz",
  async get(c) {
    const health = await checkHealth(c.var.app);
    return c.json(health, health.status === "ok" ? 200 : 503);
  },
};
