import { z } from "@hono/zod-openapi";
import { intervals, startCycle, stopCycle } from "../../core/cycles/switch-cycle.ts";
import { accountRoute } from "../http/api-route.ts";
import { flag, inUtc, jsonObject, moment, wholeNumber } from "../http/json-schemas.ts";
import { cycleInPath, cycleJson, kept, showCycle } from "./cycle-json.ts";

const runs = jsonObject({
  StartTime: moment.nullish(),
  Interval: wholeNumber(
    z
      .literal(intervals, { error: `Use one of ${intervals.join(", ")}: minutes.` })
      .openapi({ type: "integer", enum: [...intervals] }),
  ).nullish(),
  RunOnce: flag.nullish(),
}).openapi("CycleSchedule");

export const activateCycle = accountRoute(
  {
    method: "put",
    path: "/v1.0/cycles/{id}/activate",
    tag: "Cycles",
    needs: "marketplaces:edit",
    vendor: kept,
    summary: "Start a cycle; one that runs already stays so. When it is to run is kept, and answered",
    params: cycleInPath,
    body: runs,
    bodyOptional: true,
    answer: cycleJson,
  },
  async ({ ctx, account, params, body: { StartTime, Interval, RunOnce } }) => {
    const schedule = {
      ...(StartTime !== undefined && { startsAt: StartTime === null ? null : inUtc(StartTime) }),
      ...(Interval !== undefined && { interval: Interval }),
      ...(RunOnce !== undefined && { runOnce: RunOnce ?? false }),
    };
    const { cycle } = await startCycle(ctx, { accountId: account.id, cycleId: params.id, schedule });
    return { body: showCycle(cycle) };
  },
);

export const deactivateCycle = accountRoute(
  {
    method: "put",
    path: "/v1.0/cycles/{id}/deactivate",
    tag: "Cycles",
    needs: "marketplaces:edit",
    vendor: kept,
    summary: "Stop a cycle; one that is paused already stays so",
    params: cycleInPath,
    query: jsonObject({ finishQueuedTransactions: flag.optional() }),
    answer: cycleJson,
  },
  async ({ ctx, account, params }) => {
    const { cycle } = await stopCycle(ctx, { accountId: account.id, cycleId: params.id });
    return { body: showCycle(cycle) };
  },
);
