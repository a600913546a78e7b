import { recordAudit } from "../audit/record-audit.ts";
import type { ConsoleUserActor, Context } from "../context.ts";
import { decidedAlready, loadForRequester } from "./load-open-approval.ts";
import { outdateApproval } from "./move-on.ts";
import { nudge } from "./nudge.ts";

/** Its requester takes a Request back that still waits for approvals or values. Throws forbidden, audited, and conflict. */
export async function cancelRequest(ctx: Context<ConsoleUserActor>, requestId: string): Promise<void> {
  const request = await loadForRequester(ctx, requestId);
  const now = ctx.clock();
  const nudges = await ctx.db.$transaction(async (tx) => {
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
    if (count === 0) return undefined;
    const shown = await outdateApproval(tx, requestId, now);
    await recordAudit(tx, ctx.actor, {
      action: "request-cancelled",
      subject: { kind: "request", id: requestId, name: request.kind },
      requestId,
      ...(request.accountId && { accountId: request.accountId }),
    });
    return shown;
  });
  if (!nudges) throw decidedAlready(await loadForRequester(ctx, requestId));
  await nudge(ctx, [requestId], nudges);
}
