import { z } from "@hono/zod-openapi";
import { type CycleStep, stepsOf } from "../../../core/cycles/cycle-fields.ts";
import type { Cycle } from "../../../core/generated/prisma/client.ts";
import { jsonObject, text } from "../json-object.ts";

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
