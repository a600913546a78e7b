import { recordAudit } from "../audit/record-audit.ts";
import { after } from "../clock.ts";
import type { Context } from "../context.ts";
import { endRequest } from "../requests/end-request.ts";

/**
 * Ends what a Console User who was removed has asked for and what still waits. One that a worker is at is left to it:
 * should it have to be tried again, the removal ends it then.
 */
export async function stopRequests(
  ctx: Context,
  requesterId: string,
  { except, because }: { except: string; because: string },
): Promise<number> {
  const { db, claimMs } = ctx;
  const now = ctx.clock();
  const mine = { requesterId, id: { not: except } };
  await db.$transaction(async (tx) => {
    const drafts = await tx.request.updateManyAndReturn({
      where: { ...mine, status: "draft" },
      data: { status: "cancelled", draftKey: null, finishedAt: now, version: { increment: 1 } },
    });
    for (const { id, kind } of drafts) {
      await recordAudit(tx, ctx.actor, {
        action: "request-cancelled",
        subject: { kind: "request", id, name: kind },
        requestId: id,
        after: { because },
      });
    }
  });
  // Claimed as a worker claims, so that none begins while it is ended.
  const claimed = await db.request.updateManyAndReturn({
    where: { ...mine, status: "queued", OR: [{ claimedUntil: null }, { claimedUntil: { lte: now } }] },
    data: { claimedUntil: after(now, claimMs) },
    select: { id: true },
  });
  for (const { id } of claimed) {
    const include = { requester: true, account: true } as const;
    const request = await db.request.findUniqueOrThrow({ where: { id }, include });
    await endRequest(ctx, request, { status: "failed", trouble: because });
  }
  return claimed.length;
}
