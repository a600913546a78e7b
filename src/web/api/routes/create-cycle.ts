import { z } from "@hono/zod-openapi";
import { createCycle } from "../../../core/cycles/create-cycle.ts";
import { accountRoute } from "../api-route.ts";
import { cycleJson, readStep, showCycle, stepInput } from "../json/cycle-json.ts";
import { jsonObject, text } from "../json-object.ts";

const body = jsonObject({
  Name: text,
  Description: text.nullish(),
  Steps: z.array(stepInput).nullish(),
}).openapi("NewCycle");

export const createCycleRoute = accountRoute(
  {
    method: "post",
    path: "/v1.0/cycles",
    tag: "Cycles",
    summary: "Make a cycle, paused",
    body,
    status: 201,
    answer: cycleJson,
  },
  async ({ ctx, account, body }) => {
    const cycle = await createCycle(ctx, {
      accountId: account.id,
      name: body.Name,
      description: body.Description ?? undefined,
      steps: body.Steps?.map(readStep),
    });
    return { body: showCycle(cycle) };
  },
);
