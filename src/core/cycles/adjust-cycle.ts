import { z } from "zod";
import { workInAccount } from "../kernel/levels/work-in-account.ts";
import { recordAudit } from "../kernel/audit/record-audit.ts";
import { checkInput } from "../kernel/text/check-input.ts";
import type { AccountActor, Context } from "../context.ts";
import { DomainError } from "../kernel/errors.ts";
import type { Cycle } from "../generated/prisma/client.ts";
import { loadCycle, requirePaused } from "./record-cycle-event.ts";

const nameAtMost = 200;
const descriptionAtMost = 2000;
const stepsAtMost = 200;
const valuesAtMost = 100;
const valueAtMost = 4000;
/** As JSON: a list answers the steps of every Cycle in it. */
const stepOctetsAtMost = 64 * 1024;

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
const cycleStep = z.object({
  name: cycleName,
  connector: line(nameAtMost).default(""),
  method: line(nameAtMost).default(""),
  values: z
    .array(z.object({ name: cycleName, value: lines(valueAtMost) }))
    .max(valuesAtMost, `Use at most ${valuesAtMost} values.`)
    .default([]),
});

export type CycleStep = z.output<typeof cycleStep>;

const storedSteps = z.array(cycleStep).max(stepsAtMost, `Use at most ${stepsAtMost} steps.`);

export const cycleSteps = storedSteps.refine(
  (steps) => Buffer.byteLength(JSON.stringify(steps)) <= stepOctetsAtMost,
  "Use at most 64 KB for all steps together.",
);

/** The steps of a row, which a Template or somebody's adjustment has put there. */
export function stepsOf({ steps }: { steps: unknown }): CycleStep[] {
  return storedSteps.parse(steps);
}

const createCycleInput = z.object({
  accountId: z.uuid(),
  name: cycleName,
  description: cycleDescription.default(""),
  steps: cycleSteps.default([]),
});

type CreateCycleInput = z.input<typeof createCycleInput>;

/** Makes a Cycle of one's own building, paused. Nothing was installed, so no CycleEvent tells of it. */
export async function createCycle(ctx: Context<AccountActor>, given: CreateCycleInput): Promise<Cycle> {
  const input = checkInput(createCycleInput, given);
  const { accountId } = input;
  return workInAccount(ctx, { accountId, attempted: "create-cycle" }, async (tx) => {
    const cycle = await tx.cycle.create({ data: { ...input, createdAt: ctx.clock() } });
    await recordAudit(tx, ctx, {
      action: "cycle-created",
      subject: { kind: "cycle", id: cycle.id, name: cycle.name },
      accountId,
      after: { name: cycle.name, description: cycle.description, steps: input.steps.length },
    });
    return cycle;
  });
}

export const adjustCycleInput = z.object({
  accountId: z.uuid(),
  cycleId: z.string(),
  /** What is left out stays as it is. */
  name: cycleName.optional(),
  description: cycleDescription.optional(),
  steps: cycleSteps.optional(),
  /** The version that was read: another's change since then is not written over. */
  version: z.int().min(1).optional(),
});

export type AdjustCycleInput = z.input<typeof adjustCycleInput>;

/** Adjusts a paused Cycle and stores it. Throws not-found, and conflict where it runs or has another version. */
export async function adjustCycle(ctx: Context<AccountActor>, given: AdjustCycleInput): Promise<Cycle> {
  const { accountId, cycleId, version, ...asked } = checkInput(adjustCycleInput, given);
  return workInAccount(ctx, { accountId, attempted: "adjust-cycle" }, async (tx) => {
    const before = await loadCycle(tx, { accountId, cycleId });
    requirePaused(before, "adjusted");
    if (version !== undefined && version !== before.version) throw changedSince();
    const changes = changesOf(before, asked);
    if (Object.keys(changes).length === 0) return before;
    const after = await tx.cycle.update({
      where: { id: before.id, status: "Paused" },
      data: { ...changes, version: { increment: 1 } },
    });
    await recordAudit(tx, ctx, {
      action: "cycle-adjusted",
      subject: { kind: "cycle", id: after.id, name: after.name },
      accountId,
      before: toldOf(before),
      after: toldOf(after),
    });
    return after;
  });
}

type Changes = Pick<z.output<typeof adjustCycleInput>, "name" | "description" | "steps">;

function changesOf(before: Cycle, asked: Changes): Changes {
  const stands = { name: before.name, description: before.description, steps: stepsOf(before) };
  const changed = (["name", "description", "steps"] as const).filter(
    (key) => asked[key] !== undefined && JSON.stringify(asked[key]) !== JSON.stringify(stands[key]),
  );
  return Object.fromEntries(changed.map((key) => [key, asked[key]]));
}

function toldOf(cycle: Cycle) {
  const { name, description, version } = cycle;
  return { name, description, version, steps: stepsOf(cycle).length };
}

function changedSince(): DomainError {
  const what = "Somebody else has saved this cycle in the meantime.";
  return new DomainError("conflict", `${what} Read it again and repeat your change.`, "version");
}
