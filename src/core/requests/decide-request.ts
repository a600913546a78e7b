import { recordAudit } from "../audit/record-audit.ts";
import type { ConsoleUserActor, Context } from "../context.ts";
import type { Transaction } from "../database.ts";
import { DomainError } from "../errors.ts";
import type { Prisma } from "../generated/prisma/client.ts";
import { type After, transactAndReport } from "../kernel/outbox/transact.ts";
import { waitForApproval } from "./wait-for-approval.ts";
import { isUniqueViolation } from "../unique-violation.ts";
import { addNote } from "./add-note.ts";
import { approvalNow } from "./approval-now.ts";
import { refused } from "./load-open-approval.ts";
import { type Approvable, mayApprove } from "./approvals.ts";
import { dispatchForState, invalidateApproval } from "./enter-queue-or-approval.ts";

export interface Deciding {
  vote: { decision: "approve" | "deny"; reason?: string; alone?: boolean };
  /** What becomes of the row. */
  data: Prisma.RequestUncheckedUpdateManyInput;
  /** Of the audit entry. */
  action: string;
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
    throw new DomainError("conflict", "You have decided on this already. Nothing was added.");
  }
}

async function write(
  ctx: Context<ConsoleUserActor>,
  tx: Transaction,
  follow: After,
  request: Approvable,
  { vote, data, action, after }: Deciding,
): Promise<void> {
  const now = ctx.clock();
  const { id, version } = request;
  // Before the vote: whoever holds the row decides, and nobody waits for the other's vote.
  const { count } = await tx.request.updateMany({
    where: { id, version, status: "awaitingApproval", expiresAt: { gt: now } },
    data: { ...data, version: { increment: 1 } },
  });
  if (count === 0) throw new DecisionRace();
  // What this person said before and does not count any more: the audit keeps it.
  await tx.vote.deleteMany({ where: { requestId: id, voterId: ctx.actor.id } });
  await tx.vote.create({
    data: { requestId: id, voterId: ctx.actor.id, createdAt: now, ...vote },
    select: { id: true },
  });
  await invalidateApproval(tx, follow, id, now);
  if (data.status === "denied") await addNote(tx, follow, id, `decision-${version}`, now);
  if (data.status === "queued") await dispatchForState(tx, follow, id, now);
  await recordAudit(tx, ctx, {
    action,
    subject: { kind: "request", id, name: request.kind },
    requestId: id,
    ...(request.accountId && { accountId: request.accountId }),
    after,
  });
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
    throw await refused(ctx, request, "This gives you something by now: somebody else has to approve it.");
  if (!refusal) return;
  throw new DomainError(
    "conflict",
    `This cannot be done any more as it was asked for: ${refusal.message} Nothing was added; deny it, or let the one who asked take it back.`,
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
