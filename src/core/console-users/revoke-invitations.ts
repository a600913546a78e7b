import { recordAudit } from "../audit/record-audit.ts";
import type { App, Context } from "../context.ts";
import type { Prisma } from "../generated/prisma/client.ts";
import { transact } from "../kernel/outbox/transact.ts";
import { invalidateCard } from "../requests/invalidate-card.ts";

const openBy = (requesterId: string, now: Date): Prisma.ConsoleInvitationWhereInput => ({
  request: { requesterId },
  acceptedAt: null,
  revokedAt: null,
  expiresAt: { gt: now },
});

export function openInvitationsBy({ db, clock }: App, requesterId: string): Promise<number> {
  return db.consoleInvitation.count({ where: openBy(requesterId, clock()) });
}

/** Withdraws the open invitations to the Console that somebody sent, and has their cards say so. */
export async function revokeInvitationsBy(ctx: Context, requesterId: string): Promise<void> {
  const now = ctx.clock();
  await transact(ctx, async (tx, after) => {
    const revoked = await tx.consoleInvitation.updateManyAndReturn({
      where: openBy(requesterId, now),
      data: { revokedAt: now, tokenSealed: null },
    });
    for (const { requestId } of revoked) if (requestId) await invalidateCard(tx, after, requestId, now);
    for (const { id, email, requestId } of revoked) {
      await recordAudit(tx, ctx, {
        action: "console-invitation-revoked",
        subject: { kind: "console-invitation", id, name: email },
        ...(requestId && { requestId }),
      });
    }
  });
}
