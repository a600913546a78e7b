import { recordAudit } from "../audit/record-audit.ts";
import { managing, type Permission } from "../access/access.ts";
import { whoCanGive } from "../access/require-access-change.ts";
import type { ConsoleUserActor, Context } from "../../context.ts";
import { DomainError } from "../errors.ts";
import { type RequestRow, requestParts } from "./request-kind.ts";
import { transact } from "../outbox/transact.ts";
import { mayDecideFailed } from "./approvals.ts";
import { moveRequests } from "./transitions.ts";

/** The Request, for one who may decide what becomes of it. Throws not-found, and forbidden, which is audited. */
export async function loadDecidable(
  ctx: Context<ConsoleUserActor>,
  requestId: string,
  attempted: string,
): Promise<RequestRow> {
  const include = requestParts;
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

/** Leaves a Request that failed as it is, for good. Throws forbidden, and conflict where somebody was faster. */
export async function cancelFailed(ctx: Context<ConsoleUserActor>, requestId: string): Promise<void> {
  const { appliedAt, version } = await loadDecidable(ctx, requestId, "cancel");
  const left = appliedAt ? "Steps that were already done stay done." : "Nothing was changed.";
  const cancelled = await transact(ctx, async (tx, after) => {
    const moved = await moveRequests(tx, after, ctx, "cancelFailed", {
      where: { id: requestId, version },
      now: ctx.clock(),
      data: { trouble: `Cancelled by ${ctx.actor.name} after it had failed. ${left}` },
    });
    return moved.length > 0;
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
