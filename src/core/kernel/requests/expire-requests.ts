import { by, recordAudit } from "../audit/record-audit.ts";
import { systemActor } from "../audit/system-actor.ts";
import type { App } from "../../context.ts";
import type { Transaction } from "../database.ts";
import type { Prisma, Request } from "../../generated/prisma/client.ts";
import { type After, transact } from "../outbox/transact.ts";
import { addNote } from "./failure-note.ts";
import { invalidateApproval } from "./enter-queue-or-approval.ts";

/** Few enough for one transaction, which each of them lengthens. */
const batchSize = 50;

interface Waiting {
  status: "awaitingApproval" | "awaitingValues";
  /** What else its row says then. */
  data?: Prisma.RequestUncheckedUpdateManyInput;
  /** Outdates what is shown of it, in the transaction. */
  tell: (tx: Transaction, after: After, expired: Request, now: Date) => Promise<void>;
}

/** Ends what has waited for too long. Several at once do no harm: each row ends once. Returns how many. */
export async function expireRequests(app: App, { status, data, tell }: Waiting): Promise<number> {
  const now = app.clock();
  const where = { status, expiresAt: { lte: now } };
  const due = await app.db.request.findMany({ where, select: { id: true }, take: batchSize });
  if (due.length === 0) return 0;
  return transact(app, async (tx, after) => {
    // By id and by condition: a `limit` would look at the condition before it waits for whoever has the row.
    const expired = await tx.request.updateManyAndReturn({
      where: { ...where, id: { in: due.map(({ id }) => id) } },
      data: { ...data, status: "expired", finishedAt: now, dedupeKey: null, version: { increment: 1 } },
    });
    for (const request of expired) await tell(tx, after, request, now);
    for (const { id, kind, accountId } of expired)
      await recordAudit(tx, by(app, systemActor), {
        action: "request-expired",
        subject: { kind: "request", id, name: kind },
        requestId: id,
        accountId,
      });
    return expired.length;
  });
}

/** Ends what nobody has decided on in time. */
export function expireApprovals(app: App): Promise<number> {
  return expireRequests(app, {
    status: "awaitingApproval",
    data: { remindAt: null },
    async tell(tx, after, { id, version }, now) {
      await invalidateApproval(tx, after, id, now);
      await addNote(tx, after, id, `decision-${version}`, now);
    },
  });
}
