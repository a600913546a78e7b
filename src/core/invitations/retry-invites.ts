import { requirePermission } from "../kernel/access/require-access-change.ts";
import type { ConsoleUserActor, Context } from "../context.ts";
import type { Transaction } from "../kernel/database.ts";
import { DomainError } from "../kernel/errors.ts";
import { transactAndReport } from "../kernel/outbox/transact.ts";
import { approvalNow } from "../kernel/requests/approval-now.ts";
import { approvable, dropLoneVote, isApproved } from "../kernel/requests/approvals.ts";
import { triedAnew } from "../kernel/requests/retry-request.ts";
import { moveRequests } from "../kernel/requests/transitions.ts";
import { inviteUsersRequest } from "./invite-users-request.ts";

export interface Retried {
  count: number;
  awaitsApproval: boolean;
  /** False where the queue is down. */
  queued: boolean;
}

/**
 * Runs a bulk invitation once more for those that failed, on the same card. Whoever asks for it answers for it from here on.
 * Throws forbidden, and conflict where it is at work or nothing failed.
 */
export async function retryInvites(ctx: Context<ConsoleUserActor>, requestId: string): Promise<Retried> {
  const { kind, needs } = inviteUsersRequest;
  await requirePermission(ctx, needs, kind);
  const now = ctx.clock();
  const { result, dispatched } = await transactAndReport(ctx, async (tx, after) => {
    // Before its approvals are judged: they are asked for what is left to do.
    const failed = await tx.requestItem.updateMany({
      where: { requestId, outcome: "failed" },
      data: { outcome: null, trouble: null, finishedAt: null, invitationId: null, attempts: 0 },
    });
    const count = await tx.requestItem.count({ where: { requestId, finishedAt: null } });
    const approval = await approvalLeft(tx, ctx, requestId);
    const awaitsApproval = approval?.missing ?? false;
    const moved = await moveRequests(tx, after, ctx, "retryItems", {
      where: { id: requestId, kind },
      now,
      data: {
        ...triedAnew(ctx, { approval, awaitsApproval }, now),
        requesterId: ctx.actor.id,
        outcome: null,
      },
      after: { count, failed: failed.count },
      async meanwhile() {
        if (awaitsApproval) await dropLoneVote(tx, requestId);
      },
    });
    if (moved.length === 0)
      throw new DomainError("conflict", "This is already running, or was deleted. See its card.");
    if (count === 0) throw new DomainError("conflict", "Nothing failed. There is nothing to try again.");
    return { count, awaitsApproval };
  });
  return { ...result, queued: dispatched };
}

/** What is left to do needs by now, with whoever asks anew for its requester, who cannot have approved it. */
async function approvalLeft(tx: Transaction, ctx: Context<ConsoleUserActor>, requestId: string) {
  const found = await tx.request.findUnique({ where: { id: requestId }, include: approvable });
  const requester = await tx.consoleUser.findUnique({ where: { id: ctx.actor.id } });
  if (!found || !requester) return undefined;
  const row = { ...found, requester, requesterId: requester.id };
  const { approval } = await approvalNow(ctx, tx, row);
  return approval && { ...approval, missing: !isApproved(ctx, row, approval) };
}
