import { z } from "zod";
import { workInAccount } from "../accounts/work-in-account.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { checkInput } from "../check-input.ts";
import type { AccountActor, Context } from "../context.ts";
import { DomainError } from "../errors.ts";
import type { Cycle } from "../generated/prisma/client.ts";
import { cycleDescription, cycleName, cycleSteps, stepsOf } from "./cycle-fields.ts";
import { loadCycle } from "./load-cycle.ts";
import { requirePaused } from "./require-paused.ts";

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
  const what = "Somebody else has stored this cycle in the meantime.";
  return new DomainError("conflict", `${what} Read it again and repeat your change.`, "version");
}
