import { by, recordAudit } from "../kernel/audit/record-audit.ts";
import { systemActor } from "../kernel/audit/system-actor.ts";
import type { App } from "../context.ts";
import { expiredLinks } from "../kernel/links/secret-link.ts";
import { endInvitations } from "../kernel/links/end-invitations.ts";
import { transact } from "../kernel/outbox/transact.ts";
import { invalidateCard } from "../kernel/requests/invalidate-card.ts";

/** Marks Invitations whose time has run out, and has their cards say so. Returns how many. */
export async function expireInvitations(app: App): Promise<number> {
  const now = app.clock();
  const due = await expiredLinks(app, "invitation");
  if (!due) return 0;
  return transact(app, async (tx, after) => {
    const expired = await endInvitations(tx, due, { expiredAt: now });
    // Once for each card, however many of its invitations end together.
    const requestIds = new Set(expired.flatMap(({ requestId }) => requestId ?? []));
    for (const requestId of requestIds) await invalidateCard(tx, after, requestId, now);
    for (const { id, email, accountId, requestId } of expired) {
      await recordAudit(tx, by(app, systemActor), {
        action: "invitation-expired",
        subject: { kind: "invitation", id, name: email },
        accountId,
        requestId,
      });
    }
    return expired.length;
  });
}
