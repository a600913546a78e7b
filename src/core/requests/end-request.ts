import { recordAudit } from "../audit/record-audit.ts";
import type { Context } from "../context.ts";
import type { Transaction } from "../database.ts";
import type { Nudge } from "../jobs/queue.ts";
import { drawNudge, nudge, outdateCard } from "./nudge.ts";
import type { RequestRow } from "./request-kind.ts";

interface End {
  status: "done" | "failed";
  outcome?: string;
  trouble: string | null;
}

/** Records how a Request ended, once, and has its card redrawn. */
export async function endRequest(ctx: Context, request: RequestRow, end: End): Promise<void> {
  const now = ctx.clock();
  const nudges = await ctx.db.$transaction(async (tx) => {
    const { count } = await tx.request.updateMany({
      where: { id: request.id, status: "queued" },
      data: { ...end, finishedAt: now, claimedUntil: null, openKey: null, version: { increment: 1 } },
    });
    if (count === 0) return [];
    const cards = await outdateCard(tx, request.id, now);
    const notes = end.status === "failed" ? await addFailureNote(tx, request, now) : [];
    await recordAudit(tx, ctx.actor, {
      action: end.status === "done" ? "request-done" : "request-failed",
      subject: { kind: "request", id: request.id, name: request.kind },
      requestId: request.id,
      ...(request.accountId && { accountId: request.accountId }),
      after: { outcome: end.outcome ?? null, trouble: end.trouble },
    });
    return [...cards, ...notes];
  });
  await nudge(ctx, [request.id], nudges);
}

/** A note in the thread of its own, so that people are told, where a card that changes goes unseen. */
async function addFailureNote(tx: Transaction, request: RequestRow, now: Date): Promise<Nudge[]> {
  const card = await tx.chatMessage.findUnique({
    where: { requestId_key: { requestId: request.id, key: "card" } },
  });
  if (!card) return [];
  const { job, channelId, chatUserId } = card;
  const message = { requestId: request.id, key: `failure-${request.version}`, job };
  await tx.chatMessage.create({
    data: { ...message, channelId, chatUserId, createdAt: now, enqueuedAt: now },
  });
  return [drawNudge(message)];
}
