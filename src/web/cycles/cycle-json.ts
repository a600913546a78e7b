import { z } from "@hono/zod-openapi";
import {
  type CycleStep,
  createCycle,
  cycleDescription,
  cycleName,
  stepsOf,
} from "../../core/cycles/adjust-cycle.ts";
import type { Cycle } from "../../core/generated/prisma/client.ts";
import { accountRoute } from "../http/api-route.ts";
import { answerPage, listQuery, readList } from "../http/api-list.ts";
import { flag, jsonObject, text } from "../http/json-schemas.ts";
import { listCycles } from "../../core/cycles/list-cycles.ts";
import { readCycle } from "../../core/cycles/record-cycle-event.ts";

/** What every call that answers a Cycle has otherwise. */
export const kept = {
  differs:
    "Steps are kept as they are sent, of 64 KB at most, Tags is always empty and StepErrorAction null: they belong to where integrations run",
};

/** What is no GUID at all is a wrong value, and not one that is not there. */
export const cycleInPath = z.object({ id: z.uuid("This is not a GUID.") });

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
    Tags: z.array(z.string()),
    StepErrorAction: z.string().nullable(),
    Interval: z.int().nullable(),
    StartTime: z.iso.datetime().nullable(),
    RunOnce: z.boolean(),
    Version: z.int(),
    CreatedOnUtc: z.iso.datetime(),
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
    // Nothing runs here: tags and what happens at an error belong to where it does.
    Tags: [],
    StepErrorAction: null,
    Interval: cycle.interval,
    StartTime: cycle.startsAt?.toISOString() ?? null,
    RunOnce: cycle.runOnce,
    Version: cycle.version,
    CreatedOnUtc: cycle.createdAt.toISOString(),
    CreatedAtUtc: cycle.createdAt.toISOString(),
    UpdatedAtUtc: cycle.updatedAt.toISOString(),
  };
}

export const listCyclesRoute = accountRoute(
  {
    method: "get",
    path: "/v1.0/cycles",
    tag: "Cycles",
    needs: "accounts:view",
    vendor: { differs: `${kept.differs}; a pageSize above 100 is 100` },
    summary: "The cycles of the Account",
    query: listQuery({
      connectorName: text.optional(),
      connectorVersion: text.optional(),
      tag: text.optional(),
      includeIcons: flag.optional(),
    }),
    answer: z.array(cycleJson),
  },
  async (call) => {
    const { ctx, account, query } = call;
    const orders = { createdonutc: "createdAt", name: "name", status: "status" } as const;
    const asked = readList(call, orders, { atMost: 100 });
    const { connectorName, connectorVersion, tag } = query;
    const filter = { connectorName, connectorVersion, tag };
    return answerPage(await listCycles(ctx, { accountId: account.id, ...filter, ...asked }), showCycle);
  },
);

export const readCycleRoute = accountRoute(
  {
    method: "get",
    path: "/v1.0/cycles/{id}",
    tag: "Cycles",
    needs: "accounts:view",
    vendor: kept,
    summary: "One cycle",
    params: cycleInPath,
    answer: cycleJson,
  },
  async ({ ctx, account, params }) => ({
    body: showCycle(await readCycle(ctx, { accountId: account.id, cycleId: params.id })),
  }),
);

const body = jsonObject({
  Name: text.pipe(cycleName),
  Description: text.pipe(cycleDescription).nullish(),
  Steps: z.array(stepInput).nullish(),
}).openapi("NewCycle");

export const createCycleRoute = accountRoute(
  {
    method: "post",
    path: "/v1.0/cycles",
    tag: "Cycles",
    needs: "marketplaces:edit",
    vendor: kept,
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
