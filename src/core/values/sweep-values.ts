import { recordAudit } from "../audit/record-audit.ts";
import { systemActor } from "../audit/system-actor.ts";
import { after } from "../clock.ts";
import type { App } from "../context.ts";
import type { Nudge } from "../jobs/queue.ts";
import { nudge, outdateCard } from "../requests/nudge.ts";
import { keptAfterFailureMs } from "./value-link.ts";

const atOnce = 200;

/** Ends what nobody gave values for in time, and drops values that nothing will use any more. */
export async function sweepValues(app: App): Promise<number> {
  await dropUnused(app);
  return expireWaiting(app);
}

async function expireWaiting(app: App): Promise<number> {
  const now = app.clock();
  const { ids, nudges } = await app.db.$transaction(async (tx) => {
    const expired = await tx.request.updateManyAndReturn({
      where: { status: "awaitingValues", expiresAt: { lte: now } },
      data: {
        status: "expired",
        finishedAt: now,
        openKey: null,
        trouble: "Nobody gave the values in time. Nothing was changed; send it again if it is still wanted.",
        version: { increment: 1 },
      },
      limit: atOnce,
    });
    const nudges: Nudge[] = [];
    for (const { id } of expired) nudges.push(...(await outdateCard(tx, id, now)));
    for (const { id, kind, accountId } of expired)
      await recordAudit(tx, systemActor, {
        action: "request-expired",
        subject: { kind: "request", id, name: kind },
        requestId: id,
        ...(accountId && { accountId }),
      });
    return { ids: expired.map(({ id }) => id), nudges };
  });
  await nudge(app, ids, nudges);
  return ids.length;
}

async function dropUnused({ db, clock }: App): Promise<void> {
  await db.valueLink.updateMany({
    where: {
      valuesSealed: { not: null },
      request: {
        OR: [
          { status: { in: ["done", "cancelled", "denied", "expired"] } },
          { status: "failed", finishedAt: { lte: after(clock(), -keptAfterFailureMs) } },
        ],
      },
    },
    data: { valuesSealed: null },
  });
}
