import { readCycle } from "../../../core/cycles/read-cycle.ts";
import { accountRoute } from "../api-route.ts";
import { idInPath } from "../id-in-path.ts";
import { cycleJson, showCycle } from "../json/cycle-json.ts";

export const readCycleRoute = accountRoute(
  {
    method: "get",
    path: "/v1.0/cycles/{id}",
    tag: "Cycles",
    summary: "One cycle",
    params: idInPath,
    answer: cycleJson,
  },
  async ({ ctx, account, params }) => ({
    body: showCycle(await readCycle(ctx, { accountId: account.id, cycleId: params.id })),
  }),
);
