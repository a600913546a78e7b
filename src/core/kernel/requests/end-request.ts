import { givenNow } from "../../database-clock.ts";
import type { Context } from "../../context.ts";
import { type AuditEntry, givenAudit } from "../audit/record-audit.ts";
import { rateLimitName, slotOf, turnOf } from "../chat/chat-rate-limit.ts";
import { dueSoon } from "../outbox/outbox.ts";
import { dispatch, transact } from "../outbox/transact.ts";
import { run } from "../statement.ts";
import { homeDue, homeTasks, messageJobName, messageTask } from "./invalidate-card.ts";
import { drawTaken, type Known } from "./reconcile-message.ts";
import type { RunResult, RequestRow } from "./request-kind.ts";
import { moveRequests, transitions } from "./transitions.ts";
import { endAsDone, endAsDoneAndMailed, type Ended, type Ending, readEnded } from "./sql/end-as-done.ts";

/**
 * Records that a Request is done, once and by whoever holds its lease. Where this process has room for it, it leases the card
 * in the same statement and draws it at once.
 */
export async function finishRequest(
  ctx: Context,
  request: RequestRow,
  { outcome, mailedAt, mailed }: Exclude<RunResult, string>,
): Promise<void> {
  const now = ctx.clock();
  const room = ctx.queue.room?.(messageJobName);
  const turn = turnOf(ctx, "posts");
  const ending: Ending = {
    id: request.id,
    lease: request.lease,
    outcome,
    mailedAt: mailedAt ?? null,
    finishedAt: now,
    audit: givenAudit(ctx, doneEvent(request, outcome)),
    homeDueAt: homeDue(now),
    cardDueAt: dueSoon(now).dueAt,
    takesCard: room !== undefined,
    now: givenNow(ctx),
    leaseMs: ctx.leases.leaseMs,
    turn,
  };
  try {
    const [answer] = mailed
      ? await run(ctx.db, endAsDoneAndMailed, { ...ending, mailed })
      : await run(ctx.db, endAsDone, ending);
    const ended = answer && readEnded(answer);
    if (!ended) return;
    const { card, taken, homes, lane } = ended;
    const draw = card && { ...messageTask(card), preferLocal: true };
    if (card && draw && taken && room) {
      const at = lane && slotOf(ctx, "posts", turn, lane);
      const slot = at && { slot: { rateLimit: rateLimitName("posts", card.channelId), at } };
      room.use(draw, () => drawTaken(ctx, { ...card, ...slot }, knownOf(request, ended)));
    }
    await dispatch(ctx, [...homeTasks(homes), ...(draw && !taken ? [draw] : [])]);
  } finally {
    room?.giveBack();
  }
}

/** What a card says of a link that was just mailed is known; anything else is read. */
function knownOf(request: RequestRow, { request: row, mailed }: Ended): Known | undefined {
  return mailed && !mailed.usedAt && !mailed.revokedAt
    ? { request: { ...request, ...row }, mailed }
    : undefined;
}

/** Records that a Request has failed, once and by whoever holds its lease, and has its card redrawn. */
export async function failRequest(ctx: Context, request: RequestRow, trouble: string): Promise<void> {
  const { id, lease, dedupeKey } = request;
  await transact(ctx, (tx, after) =>
    moveRequests(tx, after, ctx, "fail", {
      where: { id, lease },
      now: ctx.clock(),
      // Its key is kept for a retry; until then somebody may ask for the same.
      data: { trouble, draftKey: dedupeKey },
      after: { outcome: null, trouble },
    }),
  );
}

const doneEvent = ({ id, kind, accountId }: RequestRow, outcome: string): AuditEntry => ({
  action: transitions.finish.audit,
  subject: { kind: "request", id, name: kind },
  requestId: id,
  accountId,
  after: { outcome, trouble: null },
});
