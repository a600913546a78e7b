import { z } from "@hono/zod-openapi";
import { deleteCycle } from "../../core/cycles/record-cycle-event.ts";
import { accountRoute } from "../http/api-route.ts";
import { cycleInPath } from "./cycle-json.ts";

export const deleteCycleRoute = accountRoute(
  {
    method: "delete",
    path: "/v1.0/cycles/{id}",
    tag: "Cycles",
    needs: "marketplaces:edit",
    vendor: true,
    summary: "Delete a paused cycle",
    params: cycleInPath,
    answer: z.strictObject({}),
    conflict: "The cycle is running.",
  },
  async ({ ctx, account, params }) => {
    await deleteCycle(ctx, { accountId: account.id, cycleId: params.id });
    return { body: {} };
  },
);
