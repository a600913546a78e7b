import { recordAudit } from "../audit/record-audit.ts";
import type { App, Context } from "../context.ts";
import type { Prisma } from "../generated/prisma/client.ts";
import type { Task } from "../kernel/outbox/queue.ts";
import { dispatch, invalidateCard } from "../requests/invalidate-card.ts";

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
  const requestIds: string[] = [];
  const tasks: Task[] = [];
  await ctx.db.$transaction(async (tx) => {
    const revoked = await tx.consoleInvitation.updateManyAndReturn({
      where: openBy(requesterId, now),
      data: { revokedAt: now, tokenSealed: null },
    });
    requestIds.push(...revoked.flatMap(({ requestId }) => requestId ?? []));
    for (const requestId of requestIds) tasks.push(...(await invalidateCard(tx, requestId, now)));
    for (const { id, email, requestId } of revoked) {
      await recordAudit(tx, ctx.actor, {
        action: "console-invitation-revoked",
        subject: { kind: "console-invitation", id, name: email },
        ...(requestId && { requestId }),
      });
    }
  });
  await dispatch(ctx, requestIds, tasks);
}
