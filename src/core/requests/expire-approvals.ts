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
  const where = { status: "awaitingApproval", expiresAt: { lte: now } } as const;
  const due = await app.db.request.findMany({ where, select: { id: true }, take: atOnce });
  if (due.length === 0) return 0;
  const { ids, nudges } = await app.db.$transaction(async (tx) => {
    // By id and by condition: a `limit` would look at the condition before it waits for whoever has the row.
    const expired = await tx.request.updateManyAndReturn({
      where: { ...where, id: { in: due.map(({ id }) => id) } },
      data: {
        status: "expired",
        finishedAt: now,
        openKey: null,
        remindAt: null,
        version: { increment: 1 },
      },
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
