import { after, hours, minutes } from "../clock.ts";
import type { App } from "../context.ts";
import type { Transaction } from "../database.ts";
import { invalidateHome } from "../home/invalidate-home.ts";
import type { Task } from "../kernel/outbox/queue.ts";
import { addNote } from "./add-note.ts";
import type { ApprovalPolicy } from "./approval-policy.ts";
import { approvable, mayApprove } from "./approvals.ts";
import { invalidateMessages, requestTask } from "./invalidate-card.ts";

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
    return { status: "queued", enqueuedAt: now, expiresAt: null, remindAt: null } as const;
  return {
    status: "awaitingApproval",
    expiresAt: after(now, hours(approvalPolicy.expiresAfterHours)),
    remindAt: reminderAt(approvalPolicy, 0, now),
    reminders: 0,
  } as const;
}

/** When the n-th reminder is followed by the next, or null after the last. */
export function reminderAt({ reminders }: ApprovalPolicy, sent: number, now: Date): Date | null {
  const { firstAfterMinutes, factor, most } = reminders;
  return sent >= most ? null : after(now, minutes(firstAfterMinutes) * factor ** sent);
}

/** What has to be dispatched of a Request that has moved on: its job, or the note for those who approve and their Homes. */
export async function dispatchForState(tx: Transaction, requestId: string, now: Date): Promise<Task[]> {
  const { status, kind, version } = await tx.request.findUniqueOrThrow({ where: { id: requestId } });
  if (status === "queued") return [requestTask({ id: requestId, kind })];
  if (status !== "awaitingApproval") return [];
  const note = await addNote(tx, requestId, `approval-${version}`, now);
  return [...note, ...(await invalidateApprovers(tx, requestId, now))];
}

/** Marks everything as out of date that shows how a Request stands with those who approve it. */
export async function invalidateApproval(tx: Transaction, requestId: string, now: Date): Promise<Task[]> {
  const messages = await invalidateMessages(tx, { requestId }, now);
  return [...messages, ...(await invalidateApprovers(tx, requestId, now))];
}

async function invalidateApprovers(tx: Transaction, requestId: string, now: Date): Promise<Task[]> {
  const request = await tx.request.findUniqueOrThrow({ where: { id: requestId }, include: approvable });
  const everyone = await tx.consoleUser.findMany({ where: { home: { isNot: null } } });
  const concerned = everyone.filter(
    (user) =>
      user.id === request.requesterId ||
      mayApprove(request, user) ||
      request.votes.some(({ voterId }) => voterId === user.id),
  );
  return invalidateHome(tx, { consoleUserIds: concerned.map(({ id }) => id) }, now);
}
