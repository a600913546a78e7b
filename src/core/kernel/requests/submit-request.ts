import { recordAudit } from "../audit/record-audit.ts";
import { after as later } from "../time/clock.ts";
import { requirePermission } from "../access/require-access-change.ts";
import type { ConsoleUserActor, Context } from "../../context.ts";
import type { Transaction } from "../database.ts";
import { DomainError } from "../errors.ts";
import type { Prisma } from "../../generated/prisma/client.ts";
import { invalidateHome, messageTask, requestTask } from "./invalidate-card.ts";
import { dueSoon } from "../outbox/outbox.ts";
import { type After, transactAndReport } from "../outbox/transact.ts";
import { together } from "../together.ts";
import { isUniqueViolation } from "../unique-violation.ts";
import { awaitValuesMs } from "../links/value-link.ts";
import type { DefinedRequest } from "./define-request.ts";
import { dispatchForState, enterQueueOrApproval } from "./enter-queue-or-approval.ts";
import type { Plan } from "./approval-policy.ts";
import { withApproval } from "./administrators-to-be.ts";

export interface Place {
  channelId: string;
  chatUserId: string;
  /** Names the delivery, so that the same one arriving twice makes one Request. */
  sourceKey: string;
  /** Why it is asked for, in the requester's words. */
  reason?: string;
}

export interface Submitted {
  requestId: string;
  plan: Plan;
  /** Written, but its requester has to say first that it is meant. */
  asked: boolean;
  /** Meant, but others have to approve it first. */
  awaitsApproval: boolean;
  /** Meant, but its requester has to give values first, on a page. */
  awaitsValues: boolean;
  /** False where the queue is down: recorded, and run when it is back. */
  queued: boolean;
  /** The delivery had been taken before; nothing was added. */
  repeated: boolean;
}

interface Submitting {
  /** Rows of the kind's own, in the same transaction. */
  alsoWrite?: (tx: Transaction, requestId: string) => Promise<void>;
  timeoutMs?: number;
}

/** What a submission would do, and who would have to approve it. Throws forbidden, and what the kind itself refuses. */
export async function planRequest<Input>(
  ctx: Context<ConsoleUserActor>,
  kind: DefinedRequest<Input>,
  input: Input,
): Promise<Plan> {
  await requirePermission(ctx, kind.needs, kind.kind);
  return withApproval(ctx, kind, await kind.plan(ctx, input));
}

/**
 * Writes the Request, its card and its audit event in one transaction, then tasks the worker. What takes something
 * away is written as a draft, for `confirmRequest`; what needs approval waits for it.
 */
export async function submitRequest<Input>(
  ctx: Context<ConsoleUserActor>,
  kind: DefinedRequest<Input>,
  input: Input,
  place: Place,
  options: Submitting = {},
): Promise<Submitted> {
  const plan = await planRequest(ctx, kind, input);
  const awaitsValues = !plan.asks && plan.needsValues === true;
  const awaitsApproval = !plan.asks && !awaitsValues && plan.approval !== undefined;
  try {
    const { result: requestId, dispatched } = await write(ctx, kind, input, plan, place, options);
    return {
      requestId,
      plan,
      asked: plan.asks,
      awaitsApproval,
      awaitsValues,
      queued: dispatched && !plan.asks,
      repeated: false,
    };
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    const repeated = await ctx.db.request.findUnique({ where: { sourceKey: place.sourceKey } });
    if (!repeated) throw await alreadyOpen(ctx, plan.openKey);
    const waits = { awaitsApproval, awaitsValues };
    return { requestId: repeated.id, plan, asked: false, ...waits, queued: true, repeated: true };
  }
}

function write<Input>(
  ctx: Context<ConsoleUserActor>,
  kind: DefinedRequest<Input>,
  input: Input,
  { accountId, openKey, what, asks, approval, beneficiaries = [], needsValues = false }: Plan,
  place: Place,
  { alsoWrite, timeoutMs }: Submitting,
): Promise<{ result: string; dispatched: boolean }> {
  const now = ctx.clock();
  // What runs at once has its card posted with its end: of changes to a message the chat takes few a minute. What is not
  // at its turn by then is shown as queued by the sweeper.
  const waits = !asks && (needsValues || approval !== undefined);
  const checked = kind.input.parse(input) as Prisma.InputJsonObject;
  const data = {
    kind: kind.kind,
    input: checked,
    requesterId: ctx.actor.id,
    needs: kind.needs,
    what,
    ...(accountId && { accountId }),
    ...(place.reason && { reason: place.reason }),
    ...(approval && { approvalsNeeded: approval.approvals, approverNeeds: approval.needs }),
    beneficiaries,
    ...(asks
      ? { status: "draft" as const, draftKey: openKey }
      : {
          openKey,
          ...(needsValues ? awaitValues(now) : enterQueueOrApproval(ctx, approval !== undefined, now)),
        }),
    sourceKey: place.sourceKey,
    createdAt: now,
  };
  const work = async (tx: Transaction, after: After) => {
    const { id } = await tx.request.create({ data, select: { id: true } });
    await alsoWrite?.(tx, id);
    const draw = { job: kind.drawJob.name, requestId: id, key: "card" };
    await together(
      () => invalidateHome(tx, after, { consoleUserIds: [ctx.actor.id] }, now),
      () =>
        tx.chatMessage.create({
          data: {
            ...draw,
            channelId: place.channelId,
            chatUserId: place.chatUserId,
            // A draft has no card: only its requester sees it.
            generation: asks ? 0 : 1,
            createdAt: now,
            ...dueSoon(now),
          },
          select: { id: true },
        }),
      () =>
        recordAudit(tx, ctx, {
          action: asks ? "drafted" : "requested",
          subject: { kind: "request", id, name: kind.kind },
          ...(accountId && { accountId }),
          requestId: id,
          after: { ...checked, ...(place.reason && { because: place.reason }) },
        }),
    );
    if (waits) {
      after.dispatch(messageTask(draw));
      await dispatchForState(tx, after, id, now);
    } else if (!asks) after.dispatch(requestTask({ id, kind: kind.kind }));
    return id;
  };
  return transactAndReport(ctx, work, timeoutMs ? { timeoutMs } : {});
}

/** Values come before approval: what is approved is whole. */
function awaitValues(now: Date) {
  return { status: "awaitingValues", expiresAt: later(now, awaitValuesMs) } as const;
}

/** Says who has asked for the same and is not answered yet. */
export async function alreadyOpen(ctx: Context<ConsoleUserActor>, openKey: string): Promise<DomainError> {
  const open = await ctx.db.request.findUnique({ where: { openKey }, include: { requester: true } });
  const who = open?.requesterId === ctx.actor.id ? "You" : (open?.requester?.email ?? "Somebody");
  if (open && open.status !== "queued")
    return new DomainError(
      "conflict",
      `${who} asked for the same, and it still waits. Nothing was added; watch that card.`,
    );
  return new DomainError(
    "conflict",
    `${who} asked for the same a moment ago. Nothing was added; watch that card.`,
  );
}
