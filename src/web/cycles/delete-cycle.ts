import { deleteCycle } from "../../core/cycles/record-cycle-event.ts";
import { accountRoute } from "../http/api-route.ts";
import { idInPath } from "../http/id-in-path.ts";

export const deleteCycleRoute = accountRoute(
  {
    method: "delete",
    path: "/v1.0/cycles/{id}",
    tag: "Cycles",
    summary: "Delete a paused cycle",
    params: idInPath,
    status: 204,
    conflict: "The cycle is running.",
  },
  async ({ ctx, account, params }) => ({
    body: await deleteCycle(ctx, { accountId: account.id, cycleId: params.id }),
  }),
);
