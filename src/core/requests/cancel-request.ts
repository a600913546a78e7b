import { recordAudit } from "../audit/record-audit.ts";
import type { ConsoleUserActor, Context } from "../context.ts";
import { transact } from "../kernel/outbox/transact.ts";
import { decidedAlready, loadForRequester } from "./load-open-approval.ts";
import { invalidateApproval } from "./enter-queue-or-approval.ts";

/** Its requester takes a Request back that still waits for approvals or values. Throws forbidden, audited, and conflict. */
export async function cancelRequest(ctx: Context<ConsoleUserActor>, requestId: string): Promise<void> {
  const request = await loadForRequester(ctx, requestId);
  const now = ctx.clock();
  const cancelled = await transact(ctx, async (tx, after) => {
    const { count } = await tx.request.updateMany({
      where: { id: requestId, status: { in: ["awaitingApproval", "awaitingValues"] } },
      data: {
        status: "cancelled",
        finishedAt: now,
        openKey: null,
        remindAt: null,
        version: { increment: 1 },
      },
    });
    if (count === 0) return false;
    await invalidateApproval(tx, after, requestId, now);
    await recordAudit(tx, ctx, {
      action: "request-cancelled",
      subject: { kind: "request", id: requestId, name: request.kind },
      requestId,
      ...(request.accountId && { accountId: request.accountId }),
    });
    return true;
  });
  if (!cancelled) throw decidedAlready(await loadForRequester(ctx, requestId));
}
