import { recordAudit } from "../audit/record-audit.ts";
import type { ConsoleUserActor, Context } from "../context.ts";
import { transact } from "../kernel/outbox/transact.ts";
import { decidedAlready } from "./decided-already.ts";
import { loadDecidable } from "./failed-request.ts";
import { invalidateFailed } from "./invalidate-failed.ts";

/** Leaves a Request that failed as it is, for good. Throws forbidden, and conflict where somebody was faster. */
export async function cancelFailed(ctx: Context<ConsoleUserActor>, requestId: string): Promise<void> {
  const { kind, accountId, appliedAt, version } = await loadDecidable(ctx, requestId, "cancel");
  const now = ctx.clock();
  const left = appliedAt ? "What was done before that stays as it is." : "Nothing was changed.";
  const cancelled = await transact(ctx, async (tx, after) => {
    const { count } = await tx.request.updateMany({
      where: { id: requestId, status: "failed", version },
      data: {
        status: "cancelled",
        draftKey: null,
        trouble: `Cancelled by ${ctx.actor.name} after it had failed. ${left}`,
        finishedAt: now,
        version: { increment: 1 },
      },
    });
    if (count === 0) return false;
    await invalidateFailed(tx, after, requestId, now);
    await recordAudit(tx, ctx, {
      action: "request-cancelled",
      subject: { kind: "request", id: requestId, name: kind },
      requestId,
      ...(accountId && { accountId }),
    });
    return true;
  });
  if (!cancelled) throw await decidedAlready(ctx, requestId);
}
