import type { Context } from "../context.ts";
import { DomainError } from "../kernel/errors.ts";
import { enterQueueOrApproval } from "../kernel/requests/enter-queue-or-approval.ts";
import { transact } from "../kernel/outbox/transact.ts";
import { moveRequests } from "../kernel/requests/transitions.ts";
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
    const moved = await moveRequests(tx, after, ctx, "fill", {
      where: { id: request.id, expiresAt: { gt: now } },
      now,
      data: enterQueueOrApproval(ctx, request.approvalsNeeded > 0, now),
      async meanwhile() {
        await useUp(tx, link, now);
        await tx.requestValues.create({ data: { requestId: request.id, valuesSealed } });
      },
    });
    if (moved.length === 0)
      throw new DomainError("expired", "This link was already used, or it has expired.");
  });
}
