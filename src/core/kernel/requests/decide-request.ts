import type { ConsoleUserActor, Context } from "../../context.ts";
import type { Transaction } from "../database.ts";
import { DomainError } from "../errors.ts";
import type { Prisma } from "../../generated/prisma/client.ts";
import { type After, transactAndReport } from "../outbox/transact.ts";
import { moveRequests } from "./transitions.ts";
import { waitForApproval, enterQueueOrApproval } from "./enter-queue-or-approval.ts";
import { isUniqueViolation } from "../unique-violation.ts";
import { addNote } from "./failure-note.ts";
import { approvalNow } from "./approval-now.ts";
import { loadForApprover, loadForDenier, refused } from "./load-open-approval.ts";
import { type Approvable, mayApprove, approvalsOf, hasDecided } from "./approvals.ts";
import type { Permission } from "../access/access.ts";
import { z } from "zod";
import { oneLine } from "../text/one-line.ts";

export interface Deciding {
  vote: { decision: "approve" | "deny"; reason?: string; alone?: boolean };
  as: "approve" | "approveAlone" | "deny";
  /** What else becomes of the row. */
  data?: Prisma.RequestUncheckedUpdateManyInput;
  /** Of the audit entry. */
  after: Prisma.InputJsonObject;
}

/** Another decision came first; look again. */
export class DecisionRace extends Error {
  override readonly name = "DecisionRace";
}

/**
 * One person's decision on a Request, by conditional update on the version that was read: of two at the same moment one
 * throws DecisionRace. False where the queue is down.
 */
export async function decideRequest(
  ctx: Context<ConsoleUserActor>,
  request: Approvable,
  deciding: Deciding,
): Promise<boolean> {
  try {
    const decided = await transactAndReport(ctx, (tx, after) => write(ctx, tx, after, request, deciding));
    return decided.dispatched;
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new DomainError("conflict", "You have already decided on this. Nothing was added.");
  }
}

async function write(
  ctx: Context<ConsoleUserActor>,
  tx: Transaction,
  follow: After,
  request: Approvable,
  { vote, as, data = {}, after }: Deciding,
): Promise<void> {
  const now = ctx.clock();
  const { id, version } = request;
  const moved = await moveRequests(tx, follow, ctx, as, {
    where: { id, version, expiresAt: { gt: now } },
    now,
    data,
    after,
    // Whoever holds the row decides, and nobody waits for the other's vote.
    async meanwhile() {
      // What this person said before and does not count any more: the audit keeps it.
      await tx.vote.deleteMany({ where: { requestId: id, voterId: ctx.actor.id } });
      await tx.vote.create({
        data: { requestId: id, voterId: ctx.actor.id, createdAt: now, ...vote },
        select: { id: true },
      });
    },
  });
  if (moved.length === 0) throw new DecisionRace();
  if (as === "deny") await addNote(tx, follow, id, `decision-${version}`, now);
}

/**
 * Plans a Request anew before somebody decides on it. Where it needs more by now, the row says so first, and DecisionRace has
 * it read again. Throws conflict where it cannot be done any more.
 */
export async function requireCurrent(ctx: Context<ConsoleUserActor>, request: Approvable): Promise<void> {
  const { approval, grown, beneficiaries, refusal } = await approvalNow(ctx, ctx.db, request);
  if (approval && grown) {
    await waitForApproval(ctx, request, { approval, because: grown });
    throw new DecisionRace();
  }
  const voter = await ctx.db.consoleUser.findUniqueOrThrow({ where: { id: ctx.actor.id } });
  if (voter.id !== request.requesterId && !mayApprove({ ...request, beneficiaries }, voter))
    throw await refused(ctx, request, "This now gives something to you, so somebody else has to approve it.");
  if (!refusal) return;
  throw new DomainError(
    "conflict",
    `This cannot be done any more as it was asked for: ${refusal.message} Nothing was added. Deny it, or let the requester take it back.`,
  );
}

const triesAtMost = 10;

/** Does it again on what the row says by then, for as long as it is another's vote that came first. */
export async function unlessRaced<Result>(attempt: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof DecisionRace) || tries >= triesAtMost) throw error;
    }
  }
}

interface Approved {
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
      as: "approve",
      data: missing === 0 ? { ...enterQueueOrApproval(ctx, false, now), approvedAt: now } : {},
      after: { missing },
    });
    return { missing, needs: request.approverNeeds as Permission, queued };
  });
}

/** One vote a person. */
function refuseSecondVote(ctx: Context<ConsoleUserActor>, request: Approvable): void {
  if (hasDecided(ctx, request, ctx.actor.id))
    throw new DomainError("conflict", "You have already decided on this. Nothing was added.");
}

export const denialForm = z.object({
  reason: z
    .string({ error: "Say why. The requester reads it." })
    .trim()
    .min(1, "Say why. The requester reads it.")
    .max(300, "Use at most 300 characters for the reason.")
    .transform(oneLine),
});

/** One denial ends a Request. Throws as `approveRequest`. */
export function denyRequest(
  ctx: Context<ConsoleUserActor>,
  requestId: string,
  { reason }: z.infer<typeof denialForm>,
): Promise<boolean> {
  return unlessRaced(async () => {
    const request = await loadForDenier(ctx, requestId);
    refuseSecondVote(ctx, request);
    return decideRequest(ctx, request, {
      vote: { decision: "deny", reason },
      as: "deny",
      after: { because: reason },
    });
  });
}
