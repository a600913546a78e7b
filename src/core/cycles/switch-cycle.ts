import { workInAccount } from "../accounts/work-in-account.ts";
import { recordAudit } from "../audit/record-audit.ts";
import type { AccountActor, Context } from "../context.ts";
import type { Cycle } from "../generated/prisma/client.ts";
import { loadCycle } from "./load-cycle.ts";
import { recordCycleEvent } from "./record-cycle-event.ts";

export interface CycleChoice {
  accountId: string;
  cycleId: string;
}

export interface SwitchedCycle {
  cycle: Cycle;
  /** False where it was like that already: nothing is recorded then. */
  changed: boolean;
}

/** Makes a Cycle active. Throws forbidden and not-found. */
export function startCycle(ctx: Context<AccountActor>, choice: CycleChoice): Promise<SwitchedCycle> {
  return switchCycle(ctx, choice, starting);
}

/** Pauses a Cycle. Throws forbidden and not-found. */
export function stopCycle(ctx: Context<AccountActor>, choice: CycleChoice): Promise<SwitchedCycle> {
  return switchCycle(ctx, choice, stopping);
}

const starting = { attempted: "start-cycle", from: "Paused", to: "Active", event: "started" } as const;
const stopping = { attempted: "stop-cycle", from: "Active", to: "Paused", event: "stopped" } as const;

async function switchCycle(
  ctx: Context<AccountActor>,
  { accountId, cycleId }: CycleChoice,
  { attempted, from, to, event }: typeof starting | typeof stopping,
): Promise<SwitchedCycle> {
  return workInAccount(ctx, { accountId, attempted }, async (tx, _account, after) => {
    const { id } = await loadCycle(tx, { accountId, cycleId });
    const { count } = await tx.cycle.updateMany({ where: { id, status: from }, data: { status: to } });
    const cycle = await loadCycle(tx, { accountId, cycleId });
    if (count === 0) return { cycle, changed: false };
    await recordCycleEvent(tx, after, ctx, { cycle, status: event });
    await recordAudit(tx, ctx, {
      action: `cycle-${event}`,
      subject: { kind: "cycle", id, name: cycle.name },
      accountId,
      before: { status: from },
      after: { status: to },
    });
    return { cycle, changed: true };
  });
}
