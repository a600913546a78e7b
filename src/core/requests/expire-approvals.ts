import { recordAudit } from "../audit/record-audit.ts";
import { systemActor } from "../audit/system-actor.ts";
import type { App } from "../context.ts";
import type { Nudge } from "../jobs/queue.ts";
import { addNote } from "./add-note.ts";
import { outdateApproval } from "./move-on.ts";
import { nudge } from "./nudge.ts";

const atOnce = 200;

/** Ends what nobody has decided on in time. Several at once do no harm: each row ends once. */
export async function expireApprovals(app: App): Promise<number> {
  const now = app.clock();
  const { ids, nudges } = await app.db.$transaction(async (tx) => {
    const expired = await tx.request.updateManyAndReturn({
      where: { status: "awaitingApproval", expiresAt: { lte: now } },
      data: {
        status: "expired",
        finishedAt: now,
        openKey: null,
        remindAt: null,
        version: { increment: 1 },
      },
      limit: atOnce,
    });
    const nudges: Nudge[] = [];
    for (const { id, version } of expired) {
      nudges.push(...(await outdateApproval(tx, id, now)));
      nudges.push(...(await addNote(tx, id, `decision-${version}`, now)));
    }
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
