import { recordAudit } from "../audit/record-audit.ts";
import { systemActor } from "../audit/system-actor.ts";
import type { App } from "../context.ts";
import type { Nudge } from "../jobs/queue.ts";
import { nudge, outdateCard } from "../requests/nudge.ts";

const atOnce = 200;

/** Ends invitations to the Console whose time has run out, and has their cards say so. Returns how many. */
export async function expireConsoleInvitations(app: App): Promise<number> {
  const now = app.clock();
  const requestIds: string[] = [];
  const nudges: Nudge[] = [];
  const count = await app.db.$transaction(async (tx) => {
    const expired = await tx.consoleInvitation.updateManyAndReturn({
      where: { acceptedAt: null, revokedAt: null, expiresAt: { lte: now } },
      data: { revokedAt: now, tokenSealed: null },
      limit: atOnce,
    });
    requestIds.push(...expired.flatMap(({ requestId }) => requestId ?? []));
    for (const requestId of requestIds) nudges.push(...(await outdateCard(tx, requestId, now)));
    for (const { id, email, requestId } of expired) {
      await recordAudit(tx, systemActor, {
        action: "console-invitation-expired",
        subject: { kind: "console-invitation", id, name: email },
        ...(requestId && { requestId }),
      });
    }
    return expired.length;
  });
  await nudge(app, requestIds, nudges);
  return count;
}
