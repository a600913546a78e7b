import type { ConsoleUserActor, Context } from "../../context.ts";
import { DomainError } from "../errors.ts";
import { begunAnew } from "../outbox/outbox.ts";
import { transactAndReport } from "../outbox/transact.ts";
import { isUniqueViolation } from "../unique-violation.ts";
import type { Transaction } from "../database.ts";
import { approvalNow } from "./approval-now.ts";
import type { Approval } from "./approval-policy.ts";
import { waitsFor, enterQueueOrApproval } from "./enter-queue-or-approval.ts";
import { type Approvable, approvable, dropLoneVote, isApproved } from "./approvals.ts";
import { decidedAlready, loadDecidable } from "./failed-request.ts";
import type { RequestRow } from "./request-kind.ts";
import { requesterName, stillAllowed, whyGone } from "./requester.ts";
import { alreadyOpen } from "./submit-request.ts";
import { moveRequests } from "./transitions.ts";

export interface RetriedRequest {
  /** It needs approval before it goes on: more than it had, or of others. */
  awaitsApproval: boolean;
  /** False where the queue is down. */
  queued: boolean;
}

/**
 * Sends a Request that failed on its way again, once: it does what is left to do, for the one who asked, whose permission its
 * job checks again. Throws forbidden, and conflict where somebody was faster, or has asked for the same in the meantime.
 */
export async function retryRequest(
  ctx: Context<ConsoleUserActor>,
  requestId: string,
): Promise<RetriedRequest> {
  const request = await loadDecidable(ctx, requestId, "retry");
  requireRequester(request);
  const sent = await sendAgain(ctx, request);
  if (sent.result === undefined) throw await decidedAlready(ctx, requestId);
  return { awaitsApproval: sent.result, queued: sent.dispatched };
}

/** Its job would find out as well; whoever clicks is told at once. */
function requireRequester(request: RequestRow): void {
  const gone = whyGone(request);
  if (gone) throw new DomainError("forbidden", `${gone}. Send the command yourself.`);
  const { needs } = request;
  if (!needs || stillAllowed(request)) return;
  const asked = requesterName(request);
  const lacks = `${asked.charAt(0).toUpperCase()}${asked.slice(1)}, who asked for this, no longer has the Console permission “${needs.replace(":", ": ")}”.`;
  throw new DomainError("forbidden", `${lacks} Send the command yourself.`);
}

/** What is left to do needs by now. What was applied is done, whatever becomes of those who approved it. */
async function approvalLeft(
  ctx: Context<ConsoleUserActor>,
  tx: Transaction,
  row: Approvable,
): Promise<Approval | undefined> {
  if (row.appliedAt) return undefined;
  const { approval, refusal } = await approvalNow(ctx, tx, row);
  if (refusal) throw new DomainError(refusal.code, `A retry cannot help: ${refusal.message}`);
  return approval;
}

interface Left {
  /** What is left to do needs it. */
  approval: Approval | undefined;
  /** And has not got it yet. */
  awaitsApproval: boolean;
}

/** The columns of a Request that is tried once more. */
export function triedAnew(ctx: Context, { approval, awaitsApproval }: Left, now: Date) {
  return {
    ...begunAnew,
    ...enterQueueOrApproval(ctx, awaitsApproval, now),
    ...(approval && waitsFor(approval)),
    ...(awaitsApproval && { approvedAt: null }),
    trouble: null,
    retried: { increment: 1 },
    attempts: 0,
    finishedAt: null,
  };
}

/** Whether others have to approve it again, or undefined where somebody was faster. */
async function sendAgain(
  ctx: Context<ConsoleUserActor>,
  request: RequestRow,
): Promise<{ result: boolean | undefined; dispatched: boolean }> {
  const { id, draftKey, version } = request;
  const now = ctx.clock();
  try {
    return await transactAndReport(ctx, async (tx, after) => {
      const row = await tx.request.findUniqueOrThrow({ where: { id }, include: approvable });
      const approval = await approvalLeft(ctx, tx, row);
      const awaitsApproval = approval !== undefined && !isApproved(ctx, row, approval);
      const moved = await moveRequests(tx, after, ctx, "retry", {
        where: { id, version },
        now,
        data: {
          ...triedAnew(ctx, { approval, awaitsApproval }, now),
          dedupeKey: draftKey,
          draftKey: null,
        },
        async meanwhile() {
          if (awaitsApproval) await dropLoneVote(tx, id);
        },
      });
      if (moved.length === 0) return undefined;
      return awaitsApproval;
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw await alreadyOpen(ctx, draftKey ?? "");
  }
}

/** What whoever decided is told at once. */
export function retriedWords({ awaitsApproval, queued }: RetriedRequest): string {
  if (awaitsApproval) return "It waits for approval before it continues. Its thread says what it needs.";
  return queued
    ? "Queued again. Steps that were already done are not repeated. Its card shows the result."
    : "Recorded. The queue cannot be reached at the moment; it is tried again when the queue is back.";
}

export const cancelledWords = "Cancelled. Nothing more is done; what was done before stays as it is.";
