import { after as later, hours, minutes } from "../clock.ts";
import type { App } from "../context.ts";
import type { Transaction } from "../database.ts";
import { invalidateHome } from "../home/invalidate-home.ts";
import { dueSoon } from "../kernel/outbox/outbox.ts";
import type { After } from "../kernel/outbox/transact.ts";
import { addNote } from "./add-note.ts";
import type { ApprovalPolicy } from "./approval-policy.ts";
import { approvable, mayApprove } from "./approvals.ts";
import { invalidateMessages } from "./invalidate-card.ts";
import { requestTask } from "./request-outbox.ts";

/**
 * The columns of a Request that has nothing more to wait for but approvals: it is sent to those who approve, or into the
 * queue. Write them by a conditional update, then `dispatchForState` it in the same transaction.
 */
export function enterQueueOrApproval(
  { approvalPolicy }: Pick<App, "approvalPolicy">,
  approvalsMissing: boolean,
  now: Date,
) {
  if (!approvalsMissing)
    return { status: "queued", ...dueSoon(now), expiresAt: null, remindAt: null } as const;
  return {
    status: "awaitingApproval",
    expiresAt: later(now, hours(approvalPolicy.expiresAfterHours)),
    remindAt: reminderAt(approvalPolicy, 0, now),
    reminders: 0,
  } as const;
}

/** When the n-th reminder is followed by the next, or null after the last. */
export function reminderAt({ reminders }: ApprovalPolicy, sent: number, now: Date): Date | null {
  const { firstAfterMinutes, factor, most } = reminders;
  return sent >= most ? null : later(now, minutes(firstAfterMinutes) * factor ** sent);
}

/** Dispatches what follows from where a Request has moved on to: its job, or the note for those who approve and their Homes. */
export async function dispatchForState(
  tx: Transaction,
  after: After,
  requestId: string,
  now: Date,
): Promise<void> {
  const { status, kind, version } = await tx.request.findUniqueOrThrow({ where: { id: requestId } });
  if (status === "queued") after.dispatch(requestTask({ id: requestId, kind }));
  if (status !== "awaitingApproval") return;
  await addNote(tx, after, requestId, `approval-${version}`, now);
  await invalidateApprovers(tx, after, requestId, now);
}

/** Marks everything as out of date that shows how a Request stands with those who approve it. */
export async function invalidateApproval(
  tx: Transaction,
  after: After,
  requestId: string,
  now: Date,
): Promise<void> {
  await invalidateMessages(tx, after, { requestId }, now);
  await invalidateApprovers(tx, after, requestId, now);
}

async function invalidateApprovers(
  tx: Transaction,
  after: After,
  requestId: string,
  now: Date,
): Promise<void> {
  const request = await tx.request.findUniqueOrThrow({ where: { id: requestId }, include: approvable });
  const everyone = await tx.consoleUser.findMany({ where: { home: { isNot: null } } });
  const concerned = everyone.filter(
    (user) =>
      user.id === request.requesterId ||
      mayApprove(request, user) ||
      request.votes.some(({ voterId }) => voterId === user.id),
  );
  await invalidateHome(tx, after, { consoleUserIds: concerned.map(({ id }) => id) }, now);
}
