import { z } from "zod";
import { workInAccount } from "../accounts/work-in-account.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { checkInput } from "../check-input.ts";
import type { AccountActor, Context } from "../context.ts";
import type { Cycle } from "../generated/prisma/client.ts";
import { cycleDescription, cycleName, cycleSteps } from "./cycle-fields.ts";

export const createCycleInput = z.object({
  accountId: z.uuid(),
  name: cycleName,
  description: cycleDescription.default(""),
  steps: cycleSteps.default([]),
});

export type CreateCycleInput = z.input<typeof createCycleInput>;

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
