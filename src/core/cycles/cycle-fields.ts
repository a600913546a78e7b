import { z } from "zod";

const nameAtMost = 200;
const descriptionAtMost = 2000;
const stepsAtMost = 200;
const valuesAtMost = 100;
const valueAtMost = 4000;

const line = (atMost: number) =>
  z
    .string()
    .trim()
    .max(atMost, `Use at most ${atMost} characters.`)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, "Leave out control characters.");

const lines = (atMost: number) =>
  z
    .string()
    .max(atMost, `Use at most ${atMost} characters.`)
    .regex(/^(?:[^\p{Cc}\p{Cs}]|[\n\r\t])*$/u, "Leave out control characters.");

export const cycleName = line(nameAtMost).min(1, "Enter a name.");

export const cycleDescription = lines(descriptionAtMost);

/** One thing that a Cycle does, in the words of whoever builds it: this program keeps it and runs nothing. */
export const cycleStep = z.object({
  name: cycleName,
  connector: line(nameAtMost).default(""),
  method: line(nameAtMost).default(""),
  values: z
    .array(z.object({ name: cycleName, value: lines(valueAtMost) }))
    .max(valuesAtMost, `Use at most ${valuesAtMost} values.`)
    .default([]),
});

export type CycleStep = z.output<typeof cycleStep>;

export const cycleSteps = z.array(cycleStep).max(stepsAtMost, `Use at most ${stepsAtMost} steps.`);

/** The steps of a row, which a Template or somebody's adjustment has put there. */
export function stepsOf({ steps }: { steps: unknown }): CycleStep[] {
  return cycleSteps.parse(steps);
}
