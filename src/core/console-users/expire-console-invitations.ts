import { by, recordAudit } from "../kernel/audit/record-audit.ts";
import { systemActor } from "../kernel/audit/system-actor.ts";
import type { App } from "../context.ts";
import { transact } from "../kernel/outbox/transact.ts";
import { invalidateCard } from "../kernel/requests/invalidate-card.ts";

const atOnce = 200;

/** Ends invitations to the Console whose time has run out, and has their cards say so. Returns how many. */
export async function expireConsoleInvitations(app: App): Promise<number> {
  const now = app.clock();
  const where = { acceptedAt: null, revokedAt: null, expiresAt: { lte: now } };
  const due = await app.db.consoleInvitation.findMany({ where, select: { id: true }, take: atOnce });
  if (due.length === 0) return 0;
  return transact(app, async (tx, after) => {
    // By id and by condition: a `limit` would look at the condition before it waits for whoever has the row.
    const expired = await tx.consoleInvitation.updateManyAndReturn({
      where: { ...where, id: { in: due.map(({ id }) => id) } },
      data: { revokedAt: now, tokenSealed: null },
    });
    for (const { requestId } of expired) if (requestId) await invalidateCard(tx, after, requestId, now);
    for (const { id, email, requestId } of expired) {
      await recordAudit(tx, by(app, systemActor), {
        action: "console-invitation-expired",
        subject: { kind: "console-invitation", id, name: email },
        ...(requestId && { requestId }),
      });
    }
    return expired.length;
  });
}
