import { recordAudit } from "../audit/record-audit.ts";
import { allows, managing, type Permission, type PermissionHolder, active } from "../access/access.ts";
import { whoCanGive } from "../access/require-access-change.ts";
import type { ConsoleUserActor, Context } from "../../context.ts";
import { DomainError } from "../errors.ts";
import type { Request } from "../../generated/prisma/client.ts";
import type { RequestRow } from "./request-kind.ts";
import { consoleUserActor } from "../access/console-user-actor.ts";
import type { Transaction } from "../database.ts";
import { invalidateHome, invalidateCard, invalidateMessages } from "./invalidate-card.ts";
import { type After, transact } from "../outbox/transact.ts";

type Decided = Pick<Request, "requesterId" | "needs">;

/**
 * Whether somebody may decide what becomes of a Request that failed: its requester, who still has what it needs, and whoever
 * has `manage` of its area.
 */
export function mayDecideFailed(
  who: PermissionHolder & { id: string },
  { requesterId, needs }: Decided,
): boolean {
  const own = who.id === requesterId;
  // Of older rows nobody knows what they need: the job that runs them does.
  if (!needs) return own || who.fullAccess;
  return allows(who, managing(needs as Permission)) || (own && allows(who, needs as Permission));
}

/** The Request, for one who may decide what becomes of it. Throws not-found, and forbidden, which is audited. */
export async function loadDecidable(
  ctx: Context<ConsoleUserActor>,
  requestId: string,
  attempted: string,
): Promise<RequestRow> {
  const include = { requester: true, account: true } as const;
  const request = await ctx.db.request.findUnique({ where: { id: requestId }, include });
  if (!request) throw new DomainError("not-found", "This request no longer exists.");
  if (mayDecideFailed(ctx.actor, request)) return request;
  const missing = request.needs ? managing(request.needs as Permission) : "full-access";
  await recordAudit(ctx.db, ctx, {
    action: "refused",
    subject: { kind: "request", id: requestId, name: request.kind },
    requestId,
    accountId: request.accountId,
    after: { attempted, missing },
  });
  const words = missing === "full-access" ? "Full Access" : `“${missing.replace(":", ": ")}”`;
  const lead =
    "This is only for the requester, while they may still ask for it, and for people with the Console permission";
  throw new DomainError("forbidden", `${lead} ${words}. ${await whoCanGive(ctx, missing)}`);
}

/**
 * Marks as out of date all that shows how a Request stands that failed, or that was decided after it had: its card, the notes
 * of its failures, and the Homes of those who may decide.
 */
export async function invalidateFailed(
  tx: Transaction,
  after: After,
  requestId: string,
  now: Date,
): Promise<void> {
  await invalidateCard(tx, after, requestId, now);
  await invalidateMessages(tx, after, { requestId, key: { startsWith: "failure-" } }, now);
  await invalidateDesks(tx, after, requestId, now);
}

/** The Homes of those who may decide what becomes of it, but for the requester's, which goes with the card. */
export async function invalidateDesks(
  tx: Transaction,
  after: After,
  requestId: string,
  now: Date,
): Promise<void> {
  const { requesterId, needs } = await tx.request.findUniqueOrThrow({ where: { id: requestId } });
  const others = await tx.consoleUser.findMany({
    where: { ...active, home: { isNot: null }, ...(requesterId && { id: { not: requesterId } }) },
  });
  const deciders = others.filter((user) =>
    mayDecideFailed(consoleUserActor(user, "job"), { requesterId, needs }),
  );
  await invalidateHome(tx, after, { consoleUserIds: deciders.map(({ id }) => id) }, now);
}

/** Leaves a Request that failed as it is, for good. Throws forbidden, and conflict where somebody was faster. */
export async function cancelFailed(ctx: Context<ConsoleUserActor>, requestId: string): Promise<void> {
  const { kind, accountId, appliedAt, version } = await loadDecidable(ctx, requestId, "cancel");
  const now = ctx.clock();
  const left = appliedAt ? "Steps that were already done stay done." : "Nothing was changed.";
  const cancelled = await transact(ctx, async (tx, after) => {
    const { count } = await tx.request.updateMany({
      where: { id: requestId, status: "failed", version },
      data: {
        status: "cancelled",
        draftKey: null,
        trouble: `Cancelled by ${ctx.actor.name} after it had failed. ${left}`,
        finishedAt: now,
        version: { increment: 1 },
      },
    });
    if (count === 0) return false;
    await invalidateFailed(tx, after, requestId, now);
    await recordAudit(tx, ctx, {
      action: "request-cancelled",
      subject: { kind: "request", id: requestId, name: kind },
      requestId,
      accountId,
    });
    return true;
  });
  if (!cancelled) throw await decidedAlready(ctx, requestId);
}

/** For whoever comes second: who was faster, and with what. */
export async function decidedAlready(
  ctx: Context<ConsoleUserActor>,
  requestId: string,
): Promise<DomainError> {
  const event = await ctx.db.auditEvent.findFirst({
    where: { requestId, action: { in: ["request-retried", "request-cancelled"] } },
    orderBy: { id: "desc" },
  });
  if (!event) return new DomainError("conflict", "This no longer counts as failed. See its card.");
  const who = event.actorId === ctx.actor.id ? "You have" : `${event.actorName} has`;
  const what = event.action === "request-retried" ? "tried it again" : "cancelled it";
  return new DomainError("conflict", `${who} ${what} already. Nothing was added; watch its card.`);
}
