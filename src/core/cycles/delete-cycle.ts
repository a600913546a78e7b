import { workInAccount } from "../accounts/work-in-account.ts";
import { recordAudit } from "../audit/record-audit.ts";
import type { AccountActor, Context } from "../context.ts";
import type { Transaction } from "../database.ts";
import type { Cycle } from "../generated/prisma/client.ts";
import { loadCycle } from "./load-cycle.ts";
import { recordCycleEvent } from "./record-cycle-event.ts";
import { requirePaused } from "./require-paused.ts";

/** Deletes a paused Cycle; what was told of it stays. Throws not-found, and conflict while it runs. */
export async function deleteCycle(
  ctx: Context<AccountActor>,
  { accountId, cycleId }: { accountId: string; cycleId: string },
): Promise<void> {
  const attempt = { accountId, attempted: "delete-cycle" };
  await workInAccount(ctx, attempt, async (tx, _account, after) => {
    const cycle = await loadCycle(tx, { accountId, cycleId });
    requirePaused(cycle, "deleted");
    // Whoever was told that it is there is told that it is gone.
    if (await wasInstalled(tx, cycle))
      await recordCycleEvent(tx, after, ctx, { cycle, status: "uninstalled" });
    await tx.cycle.delete({ where: { id: cycle.id, status: "Paused" } });
    const { id, name, description } = cycle;
    await recordAudit(tx, ctx, {
      action: "cycle-deleted",
      subject: { kind: "cycle", id, name },
      accountId,
      before: { name, description },
    });
  });
}

async function wasInstalled(tx: Transaction, { id }: Cycle): Promise<boolean> {
  return (await tx.cycleEvent.count({ where: { cycleId: id, status: "installed" } })) > 0;
}
