import { after as later, hours, minutes } from "../time/clock.ts";
import type { App, ConsoleUserActor, Context } from "../../context.ts";
import type { Transaction } from "../database.ts";
import { dueSoon, begunAnew } from "../outbox/outbox.ts";
import { type After, transact } from "../outbox/transact.ts";
import { addNote } from "./failure-note.ts";
import type { ApprovalPolicy, Approval } from "./approval-policy.ts";
import { dropLoneVote } from "./approvals.ts";
import { moveRequests } from "./transitions.ts";
import { by } from "../audit/record-audit.ts";
import { decidedAlready, loadForRequester } from "./load-open-approval.ts";
import type { Request } from "../../generated/prisma/client.ts";
import { systemActor } from "../audit/system-actor.ts";

/**
 * The columns of a Request that has nothing more to wait for but approvals: it is sent to those who approve, or into the
 * queue. For `moveRequests`.
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

/** Its requester takes a Request back that still waits for approvals or values. Throws forbidden, audited, and conflict. */
export async function cancelRequest(ctx: Context<ConsoleUserActor>, requestId: string): Promise<void> {
  await loadForRequester(ctx, requestId);
  const one = { where: { id: requestId }, now: ctx.clock() };
  const moved = await transact(ctx, (tx, after) => moveRequests(tx, after, ctx, "cancel", one));
  if (moved.length === 0) throw decidedAlready(await loadForRequester(ctx, requestId));
}

const batchSize = 200;

/** Reminds those who may approve, in the thread, each time a longer while after the last. Safe to run several at once. */
export async function remindApprovers(app: App): Promise<number> {
  const now = app.clock();
  const due = await app.db.request.findMany({
    where: { status: "awaitingApproval", remindAt: { lte: now }, expiresAt: { gt: now } },
    orderBy: { remindAt: "asc" },
    take: batchSize,
  });
  let sent = 0;
  for (const request of due) sent += (await remind(app, request, now)) ? 1 : 0;
  return sent;
}

async function remind(app: App, { id, reminders, remindAt }: Request, now: Date): Promise<boolean> {
  const number = reminders + 1;
  return transact(app, async (tx, after) => {
    // Of two sweeps that found it due, one sends it; and none sends it for what was decided meanwhile.
    const { count } = await tx.request.updateMany({
      where: { id, status: "awaitingApproval", reminders, remindAt },
      data: { reminders: number, remindAt: reminderAt(app.approvalPolicy, number, now) },
    });
    if (count > 0) await addNote(tx, after, id, `reminder-${number}`, now);
    return count > 0;
  });
}

interface Waiting {
  approval: Approval;
  /** Why, as a sentence: its card and its thread say it. */
  because: string;
}

/**
 * Has a Request go on waiting for what it needs by now, be it on its way or waiting already: those who can approve are asked
 * anew, and the votes that still count are kept. False where it was decided otherwise in the meantime.
 */
export function waitForApproval(app: App, request: Request, waiting: Waiting): Promise<boolean> {
  return transact(app, (tx, after) => beginWaiting(app, tx, after, request, waiting));
}

/** The same in the transaction of what makes it wait. */
export async function beginWaiting(
  app: App,
  tx: Transaction,
  after: After,
  { id, status, version, lease }: Request,
  { approval, because }: Waiting,
): Promise<boolean> {
  const now = app.clock();
  // On its way it belongs to who runs it; where it waits, another's vote may come first.
  const unchanged = status === "awaitingApproval" ? { version, expiresAt: { gt: now } } : { lease };
  const moved = await moveRequests(tx, after, by(app, systemActor), "askAgain", {
    where: { id, status, ...unchanged },
    now,
    data: {
      ...begunAnew,
      ...enterQueueOrApproval(app, true, now),
      ...waitsFor(approval),
      trouble: because,
      approvedAt: null,
      attempts: 0,
    },
    after: { ...approval, because },
    meanwhile: () => dropLoneVote(tx, id),
  });
  return moved.length > 0;
}

/** The columns that say what a Request needs. */
export function waitsFor(approval: Approval | undefined) {
  return { approvalsNeeded: approval?.approvals ?? 0, approverNeeds: approval?.needs ?? null };
}
