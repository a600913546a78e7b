import type { AuditAction } from "../audit/audit-actions.ts";
import { type Auditing, by, recordAudit } from "../audit/record-audit.ts";
import { systemActor } from "../audit/system-actor.ts";
import { after as later, minutes } from "../time/clock.ts";
import type { App, ConsoleUserActor, Context } from "../../context.ts";
import type { Transaction } from "../database.ts";
import { DomainError } from "../errors.ts";
import type { Prisma, Request } from "../../generated/prisma/client.ts";
import { transact, transactAndReport } from "../outbox/transact.ts";
import { requirePermission } from "../access/require-access-change.ts";
import type { Permission } from "../access/access.ts";
import { approvalNow } from "./approval-now.ts";
import { type Approval, approvalWords, type Plan } from "./approval-policy.ts";
import type { RequestRow } from "./request-kind.ts";
import { waitsFor, dispatchForState, enterQueueOrApproval } from "./enter-queue-or-approval.ts";
import { isUniqueViolation } from "../unique-violation.ts";
import { invalidateHome, invalidateCard } from "./invalidate-card.ts";
import { alreadyOpen, type Submitted } from "./submit-request.ts";

/** How long a draft waits for its requester. */
export const draftLifeMs = minutes(15);
const expiredAtOnce = 200;

export interface Confirmed {
  awaitsApproval: boolean;
  /** False where the queue is down. */
  queued: boolean;
}

/** Sends a draft on its way, once, for the one who wrote it. Throws not-found and conflict. */
export async function confirmRequest(ctx: Context<ConsoleUserActor>, requestId: string): Promise<Confirmed> {
  const draft = await ownDraft(ctx, requestId);
  const approval = await approvalOfDraft(ctx, draft);
  const now = ctx.clock();
  const awaitsApproval = approval !== undefined;
  try {
    const { dispatched } = await transactAndReport(ctx, async (tx, after) => {
      await endDraft(tx, draft, {
        dedupeKey: draft.draftKey,
        ...waitsFor(approval),
        ...enterQueueOrApproval(ctx, awaitsApproval, now),
      });
      await invalidateCard(tx, after, requestId, now);
      await dispatchForState(tx, after, requestId, now);
      await audit(tx, ctx, draft, "requested");
    });
    return { awaitsApproval, queued: dispatched };
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw await alreadyOpen(ctx, draft.draftKey ?? "");
  }
}

/** Drops a draft. Throws not-found and conflict. */
export async function withdrawDraft(ctx: Context<ConsoleUserActor>, requestId: string): Promise<void> {
  const draft = await ownDraft(ctx, requestId);
  const now = ctx.clock();
  await transact(ctx, async (tx, after) => {
    await endDraft(tx, draft, { status: "cancelled", finishedAt: now });
    await invalidateHome(tx, after, { consoleUserIds: [ctx.actor.id] }, now);
    await audit(tx, ctx, draft, "request-cancelled");
  });
}

/** Drops drafts that nobody confirmed in time. */
export async function expireDrafts(app: App): Promise<number> {
  const now = app.clock();
  const where = { status: "draft", createdAt: { lte: later(now, -draftLifeMs) } } as const;
  const due = await app.db.request.findMany({ where, select: { id: true }, take: expiredAtOnce });
  if (due.length === 0) return 0;
  return transact(app, async (tx, after) => {
    // By id and by condition: a `limit` would look at the condition before it waits for whoever has the row.
    const expired = await tx.request.updateManyAndReturn({
      where: { ...where, id: { in: due.map(({ id }) => id) } },
      data: { status: "cancelled", finishedAt: now, draftKey: null, version: { increment: 1 } },
    });
    const requesters = expired.flatMap(({ requesterId }) => requesterId ?? []);
    await invalidateHome(tx, after, { consoleUserIds: requesters }, now);
    for (const draft of expired) await audit(tx, by(app, systemActor), draft, "draft-expired");
    return expired.length;
  });
}

/** What it needs by now. Throws forbidden, and what its plan refuses: nobody is told that it runs when it cannot. */
async function approvalOfDraft(
  ctx: Context<ConsoleUserActor>,
  draft: RequestRow,
): Promise<Approval | undefined> {
  if (draft.status !== "draft") throw decided();
  if (draft.needs) await requirePermission(ctx, draft.needs as Permission, draft.kind);
  const { approval, refusal } = await approvalNow(ctx, ctx.db, draft);
  if (!refusal) return approval;
  if (refusal.code === "forbidden") await auditRefusal(ctx, draft.id, draft, refusal.message);
  throw refusal;
}

function auditRefusal(
  ctx: Context,
  requestId: string,
  draft: Request | null,
  because: string,
): Promise<void> {
  return recordAudit(ctx.db, ctx, {
    action: "refused",
    subject: { kind: "request", id: requestId, ...(draft && { name: draft.kind }) },
    requestId,
    ...(draft && { accountId: draft.accountId }),
    after: { because },
  });
}

const decided = () => new DomainError("conflict", "This was decided already. Nothing was added.");

async function ownDraft(ctx: Context<ConsoleUserActor>, requestId: string): Promise<RequestRow> {
  const include = { requester: true, account: true } as const;
  const draft = await ctx.db.request.findUnique({ where: { id: requestId }, include });
  if (!draft || draft.requesterId !== ctx.actor.id) {
    await auditRefusal(ctx, requestId, draft, "not the requester's own");
    throw new DomainError("not-found", "Only the requester can confirm this. Send the command yourself.");
  }
  if (draft.createdAt <= later(ctx.clock(), -draftLifeMs)) {
    throw new DomainError("expired", "This waited too long. Nothing was done; send the command again.");
  }
  return draft;
}

async function endDraft(
  tx: Transaction,
  draft: Request,
  data: Prisma.RequestUncheckedUpdateManyInput,
): Promise<void> {
  const { count } = await tx.request.updateMany({
    where: { id: draft.id, status: "draft" },
    data: { ...data, draftKey: null, version: { increment: 1 } },
  });
  if (count === 0) throw decided();
}

function audit(tx: Transaction, who: Auditing, draft: Request, action: AuditAction): Promise<void> {
  return recordAudit(tx, who, {
    action,
    subject: { kind: "request", id: draft.id, name: draft.kind },
    accountId: draft.accountId,
    requestId: draft.id,
  });
}

/** What the requester is told at once: no more than is known. */
export function submittedWords(submitted: Submitted): string {
  const { plan, needsConfirmation: asked, awaitsApproval, awaitsValues, queued, repeated } = submitted;
  if (repeated) return "This was taken already. Nothing was added; watch its card.";
  if (asked) return planWords(plan, "This would be done:");
  if (awaitsValues)
    return `Recorded: ${plan.what}. It continues when you have entered the values on a page. Press “Enter the values” on its card for your private link.`;
  const words = onItsWayWords(plan.what, { awaitsApproval, queued });
  return [words, ...plan.warnings.map((line) => `⚠ ${line}`)].join("\n");
}

export function onItsWayWords(what: string, { awaitsApproval, queued }: Confirmed): string {
  return awaitsApproval ? sentWords(`: ${what}`, queued) : queuedWords(what, queued);
}

function sentWords(what: string, queued: boolean): string {
  return queued
    ? `Sent for approval${what}. Its thread shows who can approve.`
    : `Recorded, to be approved${what}. The queue cannot be reached at the moment; those who can approve are told when it is back.`;
}

function queuedWords(what: string, queued: boolean): string {
  return queued
    ? `Queued: ${what}. Its card shows the result.`
    : `Recorded: ${what}. The queue cannot be reached at the moment; it will run when the queue is back.`;
}

/** A plan, line by line. */
export function planWords({ effects, warnings, approval }: Plan, lead: string): string {
  return [
    lead,
    ...effects.map((line) => `• ${line}`),
    ...warnings.map((line) => `⚠ ${line}`),
    ...(approval ? [`✋ It first needs ${approvalWords(approval)}.`] : []),
  ].join("\n");
}

export function confirmedWords({ awaitsApproval, queued }: Confirmed): string {
  if (awaitsApproval) return sentWords("", queued);
  return queued
    ? "Queued. Its card shows the result."
    : "Recorded. The queue cannot be reached at the moment; it will run when the queue is back.";
}
