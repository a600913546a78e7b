import type { Context } from "../context.ts";
import { requireLease } from "../kernel/outbox/lease.ts";
import { transact } from "../kernel/outbox/transact.ts";
import { invalidateCard } from "../requests/invalidate-card.ts";
import type { RequestRow } from "../requests/request-kind.ts";

const everyMs = 1000;

/**
 * To be called before each step of a long job. About once a second it tells that the job is getting on, so that it keeps its
 * lease, and has the card say how far it is. Throws LeaseLost where the row is another worker's by now.
 */
export function reportProgress(ctx: Context, request: RequestRow): () => Promise<void> {
  const { id, lease } = request;
  let reportedAt = ctx.clock().getTime();
  return async () => {
    const now = ctx.clock();
    if (now.getTime() < reportedAt + everyMs) return;
    reportedAt = now.getTime();
    await transact(ctx, async (tx, after) => {
      // What went wrong before counts no more.
      const mine = { id, lease, status: "queued" } as const;
      requireLease(await tx.request.updateMany({ where: mine, data: { attempts: 0 } }));
      await invalidateCard(tx, after, id, now);
    });
    request.attempts = 0;
    ctx.leases.progress(id, lease);
  };
}
