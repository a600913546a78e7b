import { recordAudit } from "../audit/record-audit.ts";
import { after as later, minutes } from "../time/clock.ts";
import type { App, ConsoleUserActor, Context } from "../../context.ts";
import { DomainError } from "../errors.ts";
import type { Request } from "../../generated/prisma/client.ts";
import { transact, transactAndReport } from "../outbox/transact.ts";
import { requirePermission } from "../access/require-access-change.ts";
import type { Permission } from "../access/access.ts";
import { approvalNow } from "./approval-now.ts";
import { type Approval, approvalWords, type Plan } from "./approval-policy.ts";
import { type RequestRow, requestParts } from "./request-kind.ts";
import { waitsFor, enterQueueOrApproval } from "./enter-queue-or-approval.ts";
import { expireRequests } from "./expire-requests.ts";
import { moveRequests } from "./transitions.ts";
import { isUniqueViolation } from "../unique-violation.ts";
import { alreadyOpen, type Submitted } from "./submit-request.ts";

/** How long a draft waits for its requester. */
export const draftLifeMs = minutes(15);

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
      const moved = await moveRequests(tx, after, ctx, "confirm", {
        where: { id: requestId },
        now,
        data: {
          dedupeKey: draft.draftKey,
          draftKey: null,
          ...waitsFor(approval),
          ...enterQueueOrApproval(ctx, awaitsApproval, now),
        },
      });
      if (moved.length === 0) throw decided();
    });
    return { awaitsApproval, queued: dispatched };
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw await alreadyOpen(ctx, draft.draftKey ?? "");
  }
}

/** Drops a draft. Throws not-found and conflict. */
export async function withdrawDraft(ctx: Context<ConsoleUserActor>, requestId: string): Promise<void> {
  await ownDraft(ctx, requestId);
  const one = { where: { id: requestId }, now: ctx.clock() };
  const moved = await transact(ctx, (tx, after) => moveRequests(tx, after, ctx, "withdraw", one));
  if (moved.length === 0) throw decided();
}

/** Drops drafts that nobody confirmed in time. */
export function expireDrafts(app: App): Promise<number> {
  const where = { createdAt: { lte: later(app.clock(), -draftLifeMs) } };
  return expireRequests(app, { as: "expireDraft", where });
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
  const include = requestParts;
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
