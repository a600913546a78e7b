import { startCycle } from "../../../core/cycles/switch-cycle.ts";
import { accountRoute } from "../api-route.ts";
import { idInPath } from "../id-in-path.ts";
import { cycleJson, showCycle } from "../json/cycle-json.ts";

export const activateCycle = accountRoute(
  {
    method: "put",
    path: "/v1.0/cycles/{id}/activate",
    tag: "Cycles",
    summary: "Start a cycle; one that is like that already stays so",
    params: idInPath,
    answer: cycleJson,
  },
  async ({ ctx, account, params }) => {
    const { cycle } = await startCycle(ctx, { accountId: account.id, cycleId: params.id });
    return { body: showCycle(cycle) };
  },
);
