import { recordAudit } from "../audit/record-audit.ts";
import { systemActor } from "../audit/system-actor.ts";
import { z } from "zod";
import { requirePermission } from "../access/require-access-change.ts";
import type { App, ConsoleUserActor, Context } from "../../context.ts";
import { DomainError, unreachable } from "../errors.ts";
import { type Job, RescheduleJob } from "../outbox/job.ts";
import { LeaseLost, requireLease, requireNothingLeft, whileLeased } from "../outbox/lease.ts";
import { postponedTo } from "../outbox/outbox.ts";
import { transact } from "../outbox/transact.ts";
import { toReportableError } from "../../database-trouble.ts";
import { ExternalError } from "../external-error.ts";
import { dispatchUndrawn, invalidateCard, requestOutbox, runRequestJobName } from "./invalidate-card.ts";
import { failRequest, finishRequest } from "./end-request.ts";
import { kindOf, type RequestRow, type TakenRequest } from "./request-kind.ts";
import { requesterActor, whyGone } from "./requester.ts";
import { takeRequest } from "./sql/take-request.ts";
import { waitForApproval } from "./enter-queue-or-approval.ts";
import { NotApproved, requireApproved } from "./require-approved.ts";
import { nextTry } from "../outbox/retry-policy.ts";

const showAfterMs = 500;

/** The job of every kind of Request: the queue does not say what is done, its row does. */
export const runRequestJob: Job<{ requestId: string }> = {
  name: runRequestJobName,
  lane: "requests",
  payload: z.object({ requestId: z.uuid() }),
  run: (app, { requestId }) => runRequest(app, requestId),
};

/**
 * Runs a Request once: leases the row, checks the requester's permission again, does what was asked, records how it ended.
 * What may pass is tried again later; what cannot ends the Request. Throws RescheduleJob where another worker is at it, or it
 * is too early.
 */
async function runRequest(app: App, requestId: string): Promise<void> {
  const request = await takeRequest(app, { id: requestId });
  if (request)
    return whileLeased(app, requestOutbox, requestId, request, () =>
      app.tracing.resume(request.traceParent, `request ${request.kind}`, spanOf(request), () => {
        // Its card will need this: the chat answers while the request runs. Trouble with it is the card's.
        if (request.channelId) app.chat.isShared(request.channelId).catch(() => undefined);
        return runLeased(app, request);
      }),
    );
  await requireNothingLeft(app, requestOutbox, { id: requestId });
  await dispatchUndrawn(app, requestId);
}

const spanOf = ({ id, attempts }: RequestRow) => ({
  attributes: { "cyclr.request_id": id, "cyclr.attempts": attempts },
});

async function runLeased(app: App, request: TakenRequest): Promise<void> {
  try {
    const kind = kindOf(app, request);
    const ctx = { ...app, actor: requester(request) };
    await requirePermission(ctx, kind.needs, kind.kind);
    // What was applied is done, whatever becomes of those who approved it.
    if (!request.appliedAt && !kind.judgesParts) await requireApproved(app, request);
    const ran = await showingThatItRuns(
      app,
      request,
      kind.run(ctx, request, kind.input.parse(request.input)),
    );
    await finishRequest(ctx, request, typeof ran === "string" ? { outcome: ran } : ran);
    tellEnd(app, request, "done");
  } catch (error) {
    await retryOrFail(app, request, error);
  }
}

/** What takes its time has its card drawn in the meantime; else it is drawn once, with the end. */
async function showingThatItRuns<Result>(
  app: App,
  { id }: RequestRow,
  running: Promise<Result>,
): Promise<Result> {
  let shown: Promise<void> | undefined;
  const timer = setTimeout(() => {
    shown = dispatchUndrawn(app, id).catch((err: unknown) =>
      app.log.warn({ err, requestId: id }, "card not dispatched"),
    );
  }, showAfterMs);
  try {
    return await running;
  } finally {
    clearTimeout(timer);
    await shown;
  }
}

function requester(request: RequestRow): ConsoleUserActor {
  const gone = whyGone(request);
  if (gone) throw new DomainError("forbidden", `${gone}.`);
  return requesterActor(request) ?? unreachable("a requester who is gone and holds");
}

async function retryOrFail(app: App, request: RequestRow, thrown: unknown): Promise<void> {
  if (thrown instanceof LeaseLost) throw thrown;
  const error = toReportableError(app.log, thrown, "a request", { requestId: request.id });
  const { attempts, approvedAt, createdAt } = request;
  const tried = { attempts, since: approvedAt ?? createdAt };
  const next =
    error instanceof ExternalError ? nextTry(app.retryPolicy, error, tried, app.clock()) : undefined;
  if (!next) {
    const ctx = { ...app, actor: requesterActor(request) ?? systemActor };
    if (error instanceof NotApproved) {
      if (error.approval)
        return void (await waitForApproval(app, request, {
          approval: error.approval,
          because: error.message,
        }));
      await auditRefusal(ctx, request, error.message);
    }
    await failRequest(ctx, request, error.message);
    return tellEnd(app, request, "failed", error);
  }
  app.metrics.count("cyclr_retries_total", { what: "request" });
  const againInMs = next.at.getTime() - app.clock().getTime();
  app.log.warn(
    { ...namesOf(request), attempts, againInMs, ...reasonOf(error) },
    "a request did not work yet",
  );
  await postpone(app, request, next.attempts, next.at, error.message);
  throw new RescheduleJob(againInMs, error.message);
}

/** One line a request. What went wrong in words that people wrote is on its card, and not here. */
function tellEnd(
  app: App,
  request: TakenRequest | RequestRow,
  outcome: "done" | "failed",
  error?: Error,
): void {
  const { kind, approvedAt, createdAt } = request;
  const ms = Math.max(0, app.clock().getTime() - (approvedAt ?? createdAt).getTime());
  app.metrics.count("cyclr_requests_total", { kind, outcome });
  app.metrics.observe("cyclr_request_seconds", { outcome }, ms / 1000);
  app.tracing.tell(`request ${kind}`, { "cyclr.outcome": outcome });
  const level = outcome === "done" ? "info" : "warn";
  app.log[level]({ ...namesOf(request), outcome, ms, ...(error && reasonOf(error)) }, "request");
}

const namesOf = ({ id, kind, requesterId }: RequestRow) => ({ requestId: id, kind, who: requesterId });

/** Of what the outside did, its own word; of a refusal of ours, its code. No stack: an unexpected error was logged with it. */
const reasonOf = (error: Error) => ({
  reason:
    error instanceof ExternalError ? error.reason : error instanceof DomainError ? error.code : error.name,
});

function auditRefusal(ctx: Context, request: RequestRow, because: string): Promise<void> {
  return recordAudit(ctx.db, ctx, {
    action: "refused",
    subject: { kind: "request", id: request.id, name: request.kind },
    requestId: request.id,
    accountId: request.accountId,
    after: { because },
  });
}

async function postpone(
  app: App,
  request: RequestRow,
  attempts: number,
  at: Date,
  trouble: string,
): Promise<void> {
  await transact(app, async (tx, after) => {
    const { id, lease } = request;
    requireLease(
      await tx.request.updateMany({
        where: { id, lease, status: "queued" },
        data: { attempts, trouble, ...postponedTo(at), version: { increment: 1 } },
      }),
    );
    await invalidateCard(tx, after, request.id, app.clock());
  });
}
