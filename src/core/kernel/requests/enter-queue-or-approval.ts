import { after as later, hours, minutes } from "../time/clock.ts";
import type { App, ConsoleUserActor, Context } from "../../context.ts";
import type { Transaction } from "../database.ts";
import { invalidateHome, invalidateMessages, requestTask } from "./invalidate-card.ts";
import { dueSoon, begunAnew } from "../outbox/outbox.ts";
import { type After, transact } from "../outbox/transact.ts";
import { addNote } from "./failure-note.ts";
import type { ApprovalPolicy, Approval } from "./approval-policy.ts";
import { approvable, dropLoneVote, mayDeny } from "./approvals.ts";
import { recordAudit, by } from "../audit/record-audit.ts";
import { decidedAlready, loadForRequester } from "./load-open-approval.ts";
import type { Request } from "../../generated/prisma/client.ts";
import { systemActor } from "../audit/system-actor.ts";

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
  const { status, version } = await tx.request.findUniqueOrThrow({ where: { id: requestId } });
  if (status === "queued") after.dispatch(requestTask({ id: requestId }));
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
      mayDeny(request, user) ||
      request.votes.some(({ voterId }) => voterId === user.id),
  );
  await invalidateHome(tx, after, { consoleUserIds: concerned.map(({ id }) => id) }, now);
}

/** Its requester takes a Request back that still waits for approvals or values. Throws forbidden, audited, and conflict. */
export async function cancelRequest(ctx: Context<ConsoleUserActor>, requestId: string): Promise<void> {
  const request = await loadForRequester(ctx, requestId);
  const now = ctx.clock();
  const cancelled = await transact(ctx, async (tx, after) => {
    const { count } = await tx.request.updateMany({
      where: { id: requestId, status: { in: ["awaitingApproval", "awaitingValues"] } },
      data: {
        status: "cancelled",
        finishedAt: now,
        dedupeKey: null,
        remindAt: null,
        version: { increment: 1 },
      },
    });
    if (count === 0) return false;
    await invalidateApproval(tx, after, requestId, now);
    await recordAudit(tx, ctx, {
      action: "request-cancelled",
      subject: { kind: "request", id: requestId, name: request.kind },
      requestId,
      accountId: request.accountId,
    });
    return true;
  });
  if (!cancelled) throw decidedAlready(await loadForRequester(ctx, requestId));
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
  { id, kind, accountId, status, version, lease }: Request,
  { approval, because }: Waiting,
): Promise<boolean> {
  const now = app.clock();
  // On its way it belongs to who runs it; where it waits, another's vote may come first.
  const unchanged = status === "awaitingApproval" ? { version, expiresAt: { gt: now } } : { lease };
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
  await dropLoneVote(tx, id);
  await invalidateApproval(tx, after, id, now);
  await dispatchForState(tx, after, id, now);
  await recordAudit(tx, by(app, systemActor), {
    action: "approval-needed",
    subject: { kind: "request", id, name: kind },
    requestId: id,
    accountId,
    after: { ...approval, because },
  });
  return true;
}

/** The columns that say what a Request needs. */
export function waitsFor(approval: Approval | undefined) {
  return { approvalsNeeded: approval?.approvals ?? 0, approverNeeds: approval?.needs ?? null };
}
