import { recordAudit } from "../kernel/audit/record-audit.ts";
import type { Context } from "../context.ts";
import { DomainError } from "../kernel/errors.ts";
import { dispatchForState, enterQueueOrApproval } from "../kernel/requests/enter-queue-or-approval.ts";
import { transact } from "../kernel/outbox/transact.ts";
import { invalidateCard } from "../kernel/requests/invalidate-card.ts";
import { seal } from "../kernel/secrets/seal.ts";
import { byToken, useUp } from "../kernel/links/secret-link.ts";
import { valuesPurpose } from "./taken-values.ts";

/**
 * Seals the values that a page has taken, once, and sends their Request on: to those who approve it, or into the queue. The
 * caller has checked them. Of two at the same moment one counts. Throws not-found and expired.
 */
export async function fillValues(
  ctx: Context,
  { token, values }: { token: string; values: unknown },
): Promise<void> {
  const now = ctx.clock();
  const where = byToken("values", token);
  const link = await ctx.db.secretLink.findUnique({ where, include: { request: true } });
  if (!link?.request) throw new DomainError("not-found", "This link does not work.");
  const { request } = link;
  const valuesSealed = seal(ctx.secretKeys, valuesPurpose(request.id), JSON.stringify(values));
  await transact(ctx, async (tx, after) => {
    const moved = await tx.request.updateMany({
      where: { id: request.id, status: "awaitingValues", expiresAt: { gt: now } },
      data: { ...enterQueueOrApproval(ctx, request.approvalsNeeded > 0, now), version: { increment: 1 } },
    });
    if (moved.count === 0) throw new DomainError("expired", "This link was already used, or it has expired.");
    await useUp(tx, link, now);
    await tx.requestValues.create({ data: { requestId: request.id, valuesSealed } });
    await invalidateCard(tx, after, request.id, now);
    await dispatchForState(tx, after, request.id, now);
    await recordAudit(tx, ctx, {
      action: "values-given",
      subject: { kind: "request", id: request.id, name: request.kind },
      requestId: request.id,
      accountId: request.accountId,
    });
  });
}
