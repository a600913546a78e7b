import { by, recordAudit } from "../audit/record-audit.ts";
import { systemActor } from "../audit/system-actor.ts";
import type { App } from "../context.ts";
import { begunAnew } from "../kernel/outbox/outbox.ts";
import { transact } from "../kernel/outbox/transact.ts";
import type { Approval } from "./approval-policy.ts";
import { dispatchForState, enterQueueOrApproval, invalidateApproval } from "./enter-queue-or-approval.ts";
import type { RequestRow } from "./request-kind.ts";

interface Waiting {
  approval: Approval;
  /** Why, as a sentence: its card and its thread say it. */
  because: string;
}

/**
 * Has a Request go on waiting for what it needs by now, be it on its way or waiting already: those who can approve are asked
 * anew, and the votes that still count are kept. False where it was decided otherwise in the meantime.
 */
export async function waitForApproval(
  app: App,
  { id, kind, accountId, status, version, lease }: RequestRow,
  { approval, because }: Waiting,
): Promise<boolean> {
  const now = app.clock();
  // On its way it belongs to who runs it; where it waits, another's vote may come first.
  const unchanged = status === "awaitingApproval" ? { version, expiresAt: { gt: now } } : { lease };
  return transact(app, async (tx, after) => {
    const { count } = await tx.request.updateMany({
      where: { id, status, ...unchanged },
      data: {
        ...begunAnew,
        ...enterQueueOrApproval(app, true, now),
        ...waitsFor(approval),
        trouble: because,
        approvedAt: null,
        attempts: 0,
        version: { increment: 1 },
      },
    });
    if (count === 0) return false;
    await invalidateApproval(tx, after, id, now);
    await dispatchForState(tx, after, id, now);
    await recordAudit(tx, by(app, systemActor), {
      action: "approval-needed",
      subject: { kind: "request", id, name: kind },
      requestId: id,
      ...(accountId && { accountId }),
      after: { ...approval, because },
    });
    return true;
  });
}

/** The columns that say what a Request needs. */
export function waitsFor(approval: Approval | undefined) {
  return { approvalsNeeded: approval?.approvals ?? 0, approverNeeds: approval?.needs ?? null };
}
