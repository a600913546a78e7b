import { by } from "../audit/record-audit.ts";
import { systemActor } from "../audit/system-actor.ts";
import type { App } from "../../context.ts";
import type { Transaction } from "../database.ts";
import type { Prisma, Request } from "../../generated/prisma/client.ts";
import { type After, transact } from "../outbox/transact.ts";
import { addNote } from "./failure-note.ts";
import { moveRequests, type TransitionName, transitions } from "./transitions.ts";

/** Few enough for one transaction, which each of them lengthens. */
const batchSize = 50;

interface Expiring {
  /** In which of the ways it ends. */
  as: TransitionName;
  /** Which are due, besides the state that they are in. */
  where: Prisma.RequestWhereInput;
  /** What else its row says then. */
  data?: Prisma.RequestUncheckedUpdateManyInput;
  /** What is said of them, in the transaction. */
  tell?: (tx: Transaction, after: After, expired: Request[], now: Date) => Promise<void>;
}

/** Ends what has waited for too long. Several at once do no harm: each row ends once. Returns how many. */
export async function expireRequests(app: App, { as, where, data, tell }: Expiring): Promise<number> {
  const now = app.clock();
  const due = await app.db.request.findMany({
    where: { status: { in: [...transitions[as].from] }, ...where },
    select: { id: true },
    take: batchSize,
  });
  if (due.length === 0) return 0;
  return transact(app, async (tx, after) => {
    const expired = await moveRequests(tx, after, by(app, systemActor), as, {
      // By id and by condition: a `limit` would look at the condition before it waits for whoever has the row.
      where: { ...where, id: { in: due.map(({ id }) => id) } },
      now,
      ...(data && { data }),
    });
    await tell?.(tx, after, expired, now);
    return expired.length;
  });
}

/** Ends what nobody has decided on in time. */
export function expireApprovals(app: App): Promise<number> {
  return expireRequests(app, {
    as: "expireApproval",
    where: { expiresAt: { lte: app.clock() } },
    async tell(tx, after, expired, now) {
      for (const { id, version } of expired) await addNote(tx, after, id, `decision-${version}`, now);
    },
  });
}
