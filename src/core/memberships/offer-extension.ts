import type { App } from "../context.ts";
import { transact } from "../kernel/outbox/transact.ts";
import { addNote } from "../requests/add-note.ts";
import { standingAt } from "./level.ts";

/**
 * Has the thread of a grant that ends soon ask, once, whether to extend it or to give it back. Not where another grant goes
 * on, since then its end takes nothing away.
 */
export async function offerExtension(app: App, id: string): Promise<boolean> {
  const now = app.clock();
  const grant = await app.db.administratorGrant.findUnique({
    where: { id },
    include: { membership: { include: { grants: true } } },
  });
  const { requestId } = grant ?? {};
  if (!grant?.endsAt || !requestId || grant.endSaidAt) return false;
  if (standingAt(grant.membership.grants, grant.endsAt).level === "Administrator") return false;
  return transact(app, async (tx, after) => {
    const { count } = await tx.administratorGrant.updateMany({
      where: { id, endSaidAt: null, endedAt: null, endsAt: { gt: now } },
      data: { endSaidAt: now },
    });
    if (count > 0) await addNote(tx, after, requestId, "ending", now);
    return count > 0;
  });
}
