import { after as later } from "../clock.ts";
import type { Context } from "../context.ts";
import { transact } from "../kernel/outbox/transact.ts";
import { invalidateCard } from "../requests/invalidate-card.ts";
import type { RequestRow } from "../requests/request-kind.ts";
import { Trouble } from "../trouble.ts";

const paceMs = 1000;

/**
 * To be called before each step of a long job. About once a second it renews the claim on the row and has the card tell
 * how far it is. Throws Trouble where the row is not this worker's any more.
 */
export function renewLease(ctx: Context, request: RequestRow): () => Promise<void> {
  const everyMs = Math.min(paceMs, ctx.claimMs / 4);
  let claimedUntil = request.claimedUntil;
  let due = later(ctx.clock(), everyMs);
  return async () => {
    const now = ctx.clock();
    if (now < due) return;
    due = later(now, everyMs);
    const until = later(now, ctx.claimMs);
    await transact(ctx, async (tx, after) => {
      const { count } = await tx.request.updateMany({
        where: { id: request.id, status: "queued", claimedUntil },
        // It is getting on, so what went wrong before counts no more; and the sweep need not look for it.
        data: { claimedUntil: until, attempts: 0, enqueuedAt: now },
      });
      if (count === 0)
        throw new Trouble("Something else took this over.", { passing: true, reason: "claim-lost" });
      await invalidateCard(tx, after, request.id, now);
    });
    claimedUntil = until;
    request.attempts = 0;
  };
}
