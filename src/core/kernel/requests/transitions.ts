import type { AuditAction } from "../audit/audit-actions.ts";
import { type Auditing, recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../database.ts";
import type { Prisma, Request } from "../../generated/prisma/client.ts";
import { released } from "../outbox/outbox.ts";
import type { After } from "../outbox/transact.ts";
import { pipelined } from "../pipelined.ts";
import {
  callApproversAnew,
  invalidateApproval,
  invalidateFailed,
  type Outdating,
  tellFailure,
} from "./outdated.ts";
import { invalidateCard, invalidateHome, requestTask } from "./invalidate-card.ts";
import type { RequestStatus } from "./request-state.ts";

interface Transition {
  from: readonly RequestStatus[];
  /** The first, where nothing else is said. */
  to: readonly RequestStatus[];
  audit: AuditAction;
  /** What shows it, and is drawn anew. */
  outdates: Outdating;
  /** Those who can approve are called: by a note in the thread, where it waits for them from then on. */
  calls?: true;
}

const waiting = ["awaitingApproval", "awaitingValues"] as const;
const onItsWay = ["queued", "awaitingApproval"] as const;

const card: Outdating = (tx, after, { id }, now) => invalidateCard(tx, after, id, now, { preferLocal: true });
const home: Outdating = (tx, after, { requesterId }, now) =>
  invalidateHome(tx, after, { consoleUserIds: requesterId ? [requesterId] : [] }, now);

/**
 * The life of a Request once it is written: each way from one state to another, what is audited of it, and what shows it.
 * `submitRequest` writes its first state; `endAsDone` is `finish` in SQL. Nothing else changes a status.
 */
export const transitions = {
  confirm: { from: ["draft"], to: onItsWay, audit: "requested", outdates: card, calls: true },
  withdraw: { from: ["draft"], to: ["cancelled"], audit: "request-cancelled", outdates: home },
  expireDraft: { from: ["draft"], to: ["cancelled"], audit: "draft-expired", outdates: home },
  fill: { from: ["awaitingValues"], to: onItsWay, audit: "values-given", outdates: card, calls: true },
  expireValues: { from: ["awaitingValues"], to: ["expired"], audit: "request-expired", outdates: card },
  approve: {
    from: ["awaitingApproval"],
    to: ["awaitingApproval", "queued"],
    audit: "request-approved",
    outdates: invalidateApproval,
  },
  approveAlone: {
    from: ["awaitingApproval"],
    to: ["queued"],
    audit: "request-approved-alone",
    outdates: invalidateApproval,
  },
  deny: {
    from: ["awaitingApproval"],
    to: ["denied"],
    audit: "request-denied",
    outdates: invalidateApproval,
  },
  expireApproval: {
    from: ["awaitingApproval"],
    to: ["expired"],
    audit: "request-expired",
    outdates: invalidateApproval,
  },
  cancel: { from: waiting, to: ["cancelled"], audit: "request-cancelled", outdates: invalidateApproval },
  askAgain: {
    from: ["queued", "awaitingApproval"],
    to: ["awaitingApproval"],
    audit: "approval-needed",
    outdates: invalidateApproval,
    calls: true,
  },
  finish: { from: ["queued"], to: ["done"], audit: "request-done", outdates: card },
  fail: { from: ["queued"], to: ["failed"], audit: "request-failed", outdates: tellFailure },
  cancelFailed: {
    from: ["failed"],
    to: ["cancelled"],
    audit: "request-cancelled",
    outdates: invalidateFailed,
  },
  retry: {
    from: ["failed"],
    to: onItsWay,
    audit: "request-retried",
    outdates: invalidateFailed,
    calls: true,
  },
  retryItems: {
    from: ["done", "failed"],
    to: onItsWay,
    audit: "request-retried",
    outdates: invalidateFailed,
    calls: true,
  },
} satisfies Record<string, Transition>;

export type TransitionName = keyof typeof transitions;

const ends: readonly RequestStatus[] = ["done", "failed", "cancelled", "denied", "expired"];

/** The columns of a Request that has ended: nothing is left to do, nobody is reminded, and others may ask for the same. */
export const ended = { ...released, remindAt: null, dedupeKey: null, draftKey: null };

export interface Move {
  /** Which, besides the state that it has to be in. */
  where: Prisma.RequestWhereInput;
  now: Date;
  /** What else its row says then. */
  data?: Prisma.RequestUncheckedUpdateManyInput;
  /** Of its audit entry. */
  after?: Prisma.InputJsonObject;
  /** Written in between: what is drawn anew reads it. */
  meanwhile?: (moved: Request) => Promise<void>;
}

/**
 * Moves Requests on, by conditional update, with all that follows from it: what shows them is drawn anew, a task or a call for
 * approvals, the audit. Returns those that were moved; of two at the same moment, one moves it.
 */
export async function moveRequests(
  tx: Transaction,
  after: After,
  who: Auditing,
  name: TransitionName,
  { where, now, data = {}, after: told, meanwhile }: Move,
): Promise<Request[]> {
  const { from, to, audit, outdates, calls }: Transition = transitions[name];
  const status = (data.status as RequestStatus | undefined) ?? to[0];
  if (!status || !to.includes(status)) throw new Error(`“${name}” does not lead to ${status}`);
  const moved = await tx.request.updateManyAndReturn({
    where: { AND: [{ status: { in: [...from] } }, where] },
    data: {
      ...(ends.includes(status) && { ...ended, finishedAt: now }),
      ...data,
      status,
      version: { increment: 1 },
    },
  });
  for (const row of moved) {
    await meanwhile?.(row);
    await pipelined(
      () => outdates(tx, after, row, now),
      () =>
        recordAudit(tx, who, {
          action: audit,
          subject: { kind: "request", id: row.id, name: row.kind },
          requestId: row.id,
          accountId: row.accountId,
          ...(told && { after: told }),
        }),
    );
    if (status === "queued") after.dispatch(requestTask(row));
    if (status === "awaitingApproval" && calls) await callApproversAnew(tx, after, row, now);
  }
  return moved;
}
