import { z } from "@hono/zod-openapi";
import { adjustCycle, cycleDescription, cycleName } from "../../core/cycles/adjust-cycle.ts";
import { accountRoute } from "../http/api-route.ts";
import { jsonObject, text, wholeNumber } from "../http/json-schemas.ts";
import { cycleInPath, cycleJson, kept, readStep, showCycle, stepInput } from "./cycle-json.ts";

const body = jsonObject({
  Name: text.pipe(cycleName).nullish(),
  Description: text.pipe(cycleDescription).nullish(),
  Steps: z.array(stepInput).nullish(),
  Version: wholeNumber(z.int().min(1)).nullish(),
}).openapi("CycleChanges");

export const storeCycle = accountRoute(
  {
    method: "put",
    path: "/v1.0/cycles/{id}",
    tag: "Cycles",
    needs: "marketplaces:edit",
    vendor: kept,
    summary:
      "Adjust a paused cycle and store it; what is left out stays. With a Version, only that one is written over",
    params: cycleInPath,
    body,
    answer: cycleJson,
    conflict: "The cycle is running, or now has another Version.",
  },
  async ({ ctx, account, params, body }) => {
    const cycle = await adjustCycle(ctx, {
      accountId: account.id,
      cycleId: params.id,
      name: body.Name ?? undefined,
      description: body.Description ?? undefined,
      steps: body.Steps?.map(readStep),
      version: body.Version ?? undefined,
    });
    return { body: showCycle(cycle) };
  },
);
