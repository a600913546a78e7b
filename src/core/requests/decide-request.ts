import { recordAudit } from "../audit/record-audit.ts";
import type { ConsoleUserActor, Context } from "../context.ts";
import type { Transaction } from "../database.ts";
import { DomainError } from "../errors.ts";
import type { Prisma } from "../generated/prisma/client.ts";
import { type After, transactAndReport } from "../kernel/outbox/transact.ts";
import { isUniqueViolation } from "../unique-violation.ts";
import { addNote } from "./add-note.ts";
import type { Approvable } from "./approvals.ts";
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
  await tx.vote.create({
    data: { requestId: id, voterId: ctx.actor.id, createdAt: now, ...vote },
    select: { id: true },
  });
  await invalidateApproval(tx, follow, id, now);
  if (data.status === "denied") await addNote(tx, follow, id, `decision-${version}`, now);
  if (data.status === "queued") await dispatchForState(tx, follow, id, now);
  await recordAudit(tx, ctx.actor, {
    action,
    subject: { kind: "request", id, name: request.kind },
    requestId: id,
    ...(request.accountId && { accountId: request.accountId }),
    after,
  });
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
