import { recordAudit } from "../kernel/audit/record-audit.ts";
import { requirePermission } from "../kernel/access/require-access-change.ts";
import type { ConsoleUserActor, Context } from "../context.ts";
import type { Transaction } from "../kernel/database.ts";
import { DomainError } from "../kernel/errors.ts";
import { begunAnew } from "../kernel/outbox/outbox.ts";
import { transactAndReport } from "../kernel/outbox/transact.ts";
import { approvalNow } from "../kernel/requests/approval-now.ts";
import {
  waitsFor,
  dispatchForState,
  enterQueueOrApproval,
} from "../kernel/requests/enter-queue-or-approval.ts";
import { approvable, dropLoneVote, isApproved } from "../kernel/requests/approvals.ts";
import { invalidateFailed } from "../kernel/requests/failed-request.ts";
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
    const awaitsApproval = await reopen(tx, ctx, requestId);
    const count = await tx.requestItem.count({ where: { requestId, finishedAt: null } });
    if (count === 0) throw new DomainError("conflict", "Nothing failed. There is nothing to try again.");
    await invalidateFailed(tx, after, requestId, now);
    await dispatchForState(tx, after, requestId, now);
    await recordAudit(tx, ctx, {
      action: "request-retried",
      subject: { kind: "request", id: requestId, name: kind },
      requestId,
      after: { count, failed: failed.count },
    });
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

async function reopen(tx: Transaction, ctx: Context<ConsoleUserActor>, requestId: string): Promise<boolean> {
  const approval = await approvalLeft(tx, ctx, requestId);
  const awaits = approval?.missing ?? false;
  const { count } = await tx.request.updateMany({
    where: { id: requestId, kind: inviteUsersRequest.kind, status: { in: ["done", "failed"] } },
    data: {
      ...begunAnew,
      ...enterQueueOrApproval(ctx, awaits, ctx.clock()),
      ...(approval && waitsFor(approval)),
      ...(awaits && { approvedAt: null }),
      requesterId: ctx.actor.id,
      outcome: null,
      trouble: null,
      retried: { increment: 1 },
      attempts: 0,
      finishedAt: null,
      version: { increment: 1 },
    },
  });
  if (count === 0)
    throw new DomainError("conflict", "This is already running, or was deleted. See its card.");
  if (awaits) await dropLoneVote(tx, requestId);
  return awaits;
}
