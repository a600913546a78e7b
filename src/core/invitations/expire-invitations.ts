import { by, recordAudit } from "../kernel/audit/record-audit.ts";
import { systemActor } from "../kernel/audit/system-actor.ts";
import type { App } from "../context.ts";
import { transact } from "../kernel/outbox/transact.ts";
import { invalidateCard } from "../kernel/requests/invalidate-card.ts";

const atOnce = 200;

/** Marks Invitations whose time has run out, and has their cards say so. Returns how many. */
export async function expireInvitations(app: App): Promise<number> {
  const now = app.clock();
  const where = { acceptedAt: null, revokedAt: null, expiredAt: null, expiresAt: { lte: now } };
  const due = await app.db.invitation.findMany({ where, select: { id: true }, take: atOnce });
  if (due.length === 0) return 0;
  return transact(app, async (tx, after) => {
    // By id and by condition: a `limit` would look at the condition before it waits for whoever has the row.
    const expired = await tx.invitation.updateManyAndReturn({
      where: { ...where, id: { in: due.map(({ id }) => id) } },
      data: { expiredAt: now, tokenSealed: null },
    });
    // Once for each card, however many of its invitations end together.
    const requestIds = new Set(expired.flatMap(({ requestId }) => requestId ?? []));
    for (const requestId of requestIds) await invalidateCard(tx, after, requestId, now);
    for (const { id, email, accountId, requestId } of expired) {
      await recordAudit(tx, by(app, systemActor), {
        action: "invitation-expired",
        subject: { kind: "invitation", id, name: email },
        accountId,
        ...(requestId && { requestId }),
      });
    }
    return expired.length;
  });
}
