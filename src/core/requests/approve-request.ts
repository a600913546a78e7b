import type { Permission } from "../console-users/permission-grid.ts";
import type { ConsoleUserActor, Context } from "../context.ts";
import { DomainError } from "../errors.ts";
import { type Approvable, approvalsOf, hasDecided } from "./approvals.ts";
import { decideRequest, requireCurrent, unlessRaced } from "./decide-request.ts";
import { loadForApprover } from "./load-open-approval.ts";
import { enterQueueOrApproval } from "./enter-queue-or-approval.ts";

export interface Approved {
  /** How many approvals are still missing. */
  missing: number;
  /** What each of those needs who gives them. */
  needs: Permission;
  /** False where the queue is down. */
  queued: boolean;
}

/**
 * One Console User's approval of what the Request would do by now. The last that is needed sends it into the queue. Throws
 * forbidden, conflict with the name of whoever came first or with why it cannot be done any more, expired.
 */
export function approveRequest(ctx: Context<ConsoleUserActor>, requestId: string): Promise<Approved> {
  return unlessRaced(async () => {
    const request = await loadForApprover(ctx, requestId);
    refuseSecondVote(ctx, request);
    await requireCurrent(ctx, request);
    const now = ctx.clock();
    const missing = Math.max(0, request.approvalsNeeded - approvalsOf(ctx, request).length - 1);
    const queued = await decideRequest(ctx, request, {
      vote: { decision: "approve" },
      data: missing === 0 ? { ...enterQueueOrApproval(ctx, false, now), approvedAt: now } : {},
      action: "request-approved",
      after: { missing },
    });
    return { missing, needs: request.approverNeeds as Permission, queued };
  });
}

/** One vote a person. */
export function refuseSecondVote(ctx: Context<ConsoleUserActor>, request: Approvable): void {
  if (hasDecided(ctx, request, ctx.actor.id))
    throw new DomainError("conflict", "You have decided on this already. Nothing was added.");
}
