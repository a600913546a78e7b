import { z } from "@hono/zod-openapi";
import { type CycleStep, stepsOf, createCycle } from "../../core/cycles/adjust-cycle.ts";
import type { Cycle } from "../../core/generated/prisma/client.ts";
import { jsonObject, text, accountRoute, answerPage, pageQuery } from "../http/api-route.ts";
import { listCycles } from "../../core/cycles/list-cycles.ts";
import { readCycle, startCycle, stopCycle } from "../../core/cycles/record-cycle-event.ts";
import { idInPath } from "../http/id-in-path.ts";

const namedValue = { Name: text, Value: text };

/** A step as it is sent. */
export const stepInput = jsonObject({
  Name: text,
  Connector: text.nullish(),
  Method: text.nullish(),
  Values: z.array(jsonObject(namedValue)).nullish(),
});

export function readStep({ Name, Connector, Method, Values }: z.output<typeof stepInput>): CycleStep {
  const values = (Values ?? []).map((one) => ({ name: one.Name, value: one.Value }));
  return { name: Name, connector: Connector ?? "", method: Method ?? "", values };
}

/** A Cycle as it is answered. */
export const cycleJson = z
  .strictObject({
    Id: z.uuid(),
    Name: z.string(),
    Description: z.string(),
    Status: z.enum(["Active", "Paused"]),
    TemplateId: z.uuid().nullable(),
    Steps: z.array(
      z.strictObject({
        Name: z.string(),
        Connector: z.string(),
        Method: z.string(),
        Values: z.array(z.strictObject({ Name: z.string(), Value: z.string() })),
      }),
    ),
    Version: z.int(),
    CreatedAtUtc: z.iso.datetime(),
    UpdatedAtUtc: z.iso.datetime(),
  })
  .openapi("Cycle");

export function showCycle(cycle: Cycle): z.input<typeof cycleJson> {
  return {
    Id: cycle.id,
    Name: cycle.name,
    Description: cycle.description,
    Status: cycle.status,
    TemplateId: cycle.templateId,
    Steps: stepsOf(cycle).map(({ name, connector, method, values }) => ({
      Name: name,
      Connector: connector,
      Method: method,
      Values: values.map((one) => ({ Name: one.name, Value: one.value })),
    })),
    Version: cycle.version,
    CreatedAtUtc: cycle.createdAt.toISOString(),
    UpdatedAtUtc: cycle.updatedAt.toISOString(),
  };
}

export const listCyclesRoute = accountRoute(
  {
    method: "get",
    path: "/v1.0/cycles",
    tag: "Cycles",
    summary: "The cycles of the Account",
    query: pageQuery,
    answer: z.array(cycleJson),
  },
  async ({ ctx, account, query }) =>
    answerPage(await listCycles(ctx, { accountId: account.id, ...query }), showCycle),
);

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

export const deactivateCycle = accountRoute(
  {
    method: "put",
    path: "/v1.0/cycles/{id}/deactivate",
    tag: "Cycles",
    summary: "Stop a cycle; one that is like that already stays so",
    params: idInPath,
    answer: cycleJson,
  },
  async ({ ctx, account, params }) => {
    const { cycle } = await stopCycle(ctx, { accountId: account.id, cycleId: params.id });
    return { body: showCycle(cycle) };
  },
);

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
