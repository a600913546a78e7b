import type { Context } from "../context.ts";
import type { Transaction } from "../database.ts";
import { requireLease } from "../kernel/outbox/lease.ts";
import { type After, transact } from "../kernel/outbox/transact.ts";
import { together } from "../together.ts";
import { Trouble } from "../trouble.ts";
import { isUniqueViolation } from "../unique-violation.ts";
import type { RequestRow } from "./request-kind.ts";
import { holdApproval } from "./require-approved.ts";

/** Does the change where it is approved, as the transaction sees it. */
async function approved<Outcome>(
  ctx: Context,
  tx: Transaction,
  request: RequestRow,
  change: (tx: Transaction) => Promise<Outcome>,
): Promise<Outcome> {
  // Nobody's vote is counted, and what the input says leans on no row that the change touches: no need to wait for it.
  if (request.approvalsNeeded === 0 && ctx.requestKinds.get(request.kind)?.touches) {
    const [, outcome] = await together(
      () => holdApproval(ctx, tx, request),
      () => change(tx),
    );
    return outcome;
  }
  await holdApproval(ctx, tx, request);
  return change(tx);
}

/**
 * The domain's part of a Request, in one transaction with the record that it was done. What was applied before is only
 * read back.
 */
export async function applyOnce<Outcome extends string>(
  ctx: Context,
  request: RequestRow,
  change: (tx: Transaction, after: After) => Promise<Outcome>,
): Promise<Outcome> {
  if (request.appliedAt) return request.outcome as Outcome;
  try {
    return await transact(ctx, async (tx, after) => {
      const outcome = await approved(ctx, tx, request, (tx) => change(tx, after));
      const { id, lease } = request;
      requireLease(
        await tx.request.updateMany({
          where: { id, lease, status: "queued" },
          data: { appliedAt: ctx.clock(), outcome },
        }),
      );
      return outcome;
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new Trouble("Somebody else changed the same thing at the same moment.", {
      passing: true,
      reason: "lost-race",
      cause: error,
    });
  }
}
