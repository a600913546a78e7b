import { recordAudit } from "../audit/record-audit.ts";
import { systemActor } from "../audit/system-actor.ts";
import { z } from "zod";
import { isActive, whyInactive } from "../access/access.ts";
import { consoleUserActor } from "../access/console-user-actor.ts";
import { requirePermission } from "../access/require-access-change.ts";
import type { App, ConsoleUserActor, Context } from "../../context.ts";
import { DomainError } from "../errors.ts";
import { RescheduleJob } from "../outbox/job.ts";
import { LeaseLost, requireLease, requireNothingLeft, whileLeased } from "../outbox/lease.ts";
import { postponedTo } from "../outbox/outbox.ts";
import { transact } from "../outbox/transact.ts";
import { toReportableError } from "../../database-trouble.ts";
import { Trouble } from "../trouble.ts";
import { dispatchUndrawn, invalidateCard, requestOutbox } from "./invalidate-card.ts";
import { failRequest, finishRequest } from "./end-request.ts";
import type { RequestKind, RequestRow, TakenRequest } from "./request-kind.ts";
import { takeRequest } from "./sql/take-request.ts";
import { waitForApproval } from "./enter-queue-or-approval.ts";
import { NotApproved, requireApproved } from "./require-approved.ts";
import { nextTry } from "../outbox/retry-policy.ts";

const showAfterMs = 500;

export const runPayload = z.object({ requestId: z.uuid() });

/**
 * Runs a Request once: leases the row, checks the requester's permission again, does what was asked, records
 * how it ended. What may pass is tried again later; what cannot ends the Request.
 */
export async function runRequest<Input>(
  app: App,
  kind: RequestKind<Input>,
  requestId: string,
): Promise<void> {
  const request = await lease(app, kind.kind, requestId);
  if (request === "foreign") return;
  if (!request) return dispatchUndrawn(app, requestId);
  await whileLeased(app, requestOutbox, requestId, request, () => runLeased(app, kind, request));
}

async function runLeased<Input>(app: App, kind: RequestKind<Input>, request: TakenRequest): Promise<void> {
  try {
    const ctx = { ...app, actor: requester(request) };
    await requirePermission(ctx, kind.needs, kind.kind);
    // What was applied is done, whatever becomes of those who approved it.
    if (!request.appliedAt && !kind.judgesParts) await requireApproved(app, request);
    const ran = await showingThatItRuns(
      app,
      request,
      kind.run(ctx, request, kind.input.parse(request.input)),
    );
    await finishRequest(ctx, kind, request, typeof ran === "string" ? { outcome: ran } : ran);
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

/**
 * Undefined where nothing is left to do, and "foreign" where the row is of another kind than the job: whoever can write to the
 * queue does not say what is done. Throws RescheduleJob where another worker is at it, or it is too early.
 */
async function lease(
  app: App,
  kind: string,
  requestId: string,
): Promise<TakenRequest | "foreign" | undefined> {
  const which = { id: requestId, kind };
  const taken = await takeRequest(app, which);
  if (taken) return taken;
  const found = await app.db.request.findUnique({ where: { id: requestId }, select: { kind: true } });
  if (found && found.kind !== kind) {
    app.log.error(
      { requestId, kind: found.kind, job: kind },
      "a job of another kind than its request: nothing is done",
    );
    return "foreign";
  }
  await requireNothingLeft(app, requestOutbox, which);
  return undefined;
}

function requester(request: RequestRow): ConsoleUserActor {
  if (!request.requester || !isActive(request.requester)) {
    throw new DomainError("forbidden", `The person who asked for this ${whyInactive(request.requester)}.`);
  }
  return consoleUserActor(request.requester, "job");
}

async function retryOrFail(app: App, request: RequestRow, thrown: unknown): Promise<void> {
  if (thrown instanceof LeaseLost) throw thrown;
  const error = toReportableError(app.log, thrown, "a request", { requestId: request.id });
  const { attempts, approvedAt, createdAt } = request;
  app.log.warn({ err: error, requestId: request.id, kind: request.kind, attempts }, "a request did not work");
  const tried = { attempts, since: approvedAt ?? createdAt };
  const next = error instanceof Trouble ? nextTry(app.retryPolicy, error, tried, app.clock()) : undefined;
  if (!next) {
    const ctx = {
      ...app,
      actor: request.requester ? consoleUserActor(request.requester, "job") : systemActor,
    };
    if (error instanceof NotApproved) {
      if (error.approval)
        return void (await waitForApproval(app, request, {
          approval: error.approval,
          because: error.message,
        }));
      await auditRefusal(ctx, request, error.message);
    }
    return failRequest(ctx, request, error.message);
  }
  await postpone(app, request, next.attempts, next.at, error.message);
  throw new RescheduleJob(next.at.getTime() - app.clock().getTime(), error.message);
}

function auditRefusal(ctx: Context, request: RequestRow, because: string): Promise<void> {
  return recordAudit(ctx.db, ctx, {
    action: "refused",
    subject: { kind: "request", id: request.id, name: request.kind },
    requestId: request.id,
    ...(request.accountId && { accountId: request.accountId }),
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
