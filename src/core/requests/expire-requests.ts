import { recordAudit } from "../audit/record-audit.ts";
import { systemActor } from "../audit/system-actor.ts";
import type { App } from "../context.ts";
import type { Transaction } from "../database.ts";
import type { Prisma, Request } from "../generated/prisma/client.ts";
import type { Task } from "../kernel/outbox/queue.ts";
import { dispatch } from "./invalidate-card.ts";

const atOnce = 200;

interface Waiting {
  status: "awaitingApproval" | "awaitingValues";
  /** What else its row says then. */
  data?: Prisma.RequestUncheckedUpdateManyInput;
  /** Outdates what is shown of it, in the transaction. */
  tell: (tx: Transaction, expired: Request, now: Date) => Promise<Task[]>;
}

/** Ends what has waited for too long. Several at once do no harm: each row ends once. Returns how many. */
export async function expireRequests(app: App, { status, data, tell }: Waiting): Promise<number> {
  const now = app.clock();
  const where = { status, expiresAt: { lte: now } };
  const due = await app.db.request.findMany({ where, select: { id: true }, take: atOnce });
  if (due.length === 0) return 0;
  const { ids, tasks } = await app.db.$transaction(async (tx) => {
    // By id and by condition: a `limit` would look at the condition before it waits for whoever has the row.
    const expired = await tx.request.updateManyAndReturn({
      where: { ...where, id: { in: due.map(({ id }) => id) } },
      data: { ...data, status: "expired", finishedAt: now, openKey: null, version: { increment: 1 } },
    });
    const tasks: Task[] = [];
    for (const request of expired) tasks.push(...(await tell(tx, request, now)));
    for (const { id, kind, accountId } of expired)
      await recordAudit(tx, systemActor, {
        action: "request-expired",
        subject: { kind: "request", id, name: kind },
        requestId: id,
        ...(accountId && { accountId }),
      });
    return { ids: expired.map(({ id }) => id), tasks };
  });
  await dispatch(app, ids, tasks);
  return ids.length;
}
