import { recordAudit } from "../audit/record-audit.ts";
import type { Context } from "../context.ts";
import type { Transaction } from "../database.ts";
import { released } from "../kernel/outbox/outbox.ts";
import { transact } from "../kernel/outbox/transact.ts";
import { together } from "../together.ts";
import { tellFailure } from "./failure-note.ts";
import { invalidateCard } from "./invalidate-card.ts";
import type { RequestRow } from "./request-kind.ts";

interface End {
  status: "done" | "failed";
  outcome?: string;
  trouble: string | null;
  mailedAt?: Date;
  /** What the last effect leaves to be recorded, however the Request stands by now. */
  record?: (tx: Transaction) => PromiseLike<unknown>;
}

/** Records how a Request ended, once and by whoever holds its lease, and has its card redrawn. */
export async function endRequest(ctx: Context, request: RequestRow, ended: End): Promise<void> {
  const now = ctx.clock();
  const { record, ...end } = ended;
  await transact(ctx, async (tx, after) => {
    const [{ count }] = await together(
      () =>
        tx.request.updateMany({
          where: { id: request.id, lease: request.lease, status: "queued" },
          data: {
            ...end,
            finishedAt: now,
            ...released,
            openKey: null,
            // Kept for a retry; until then somebody may ask for the same.
            draftKey: end.status === "failed" ? request.openKey : null,
            version: { increment: 1 },
          },
        }),
      async () => record?.(tx),
    );
    if (count === 0) return;
    await together(
      () =>
        recordAudit(tx, ctx, {
          action: end.status === "done" ? "request-done" : "request-failed",
          subject: { kind: "request", id: request.id, name: request.kind },
          requestId: request.id,
          ...(request.accountId && { accountId: request.accountId }),
          after: { outcome: end.outcome ?? null, trouble: end.trouble },
        }),
      () => invalidateCard(tx, after, request.id, now, { preferLocal: true }),
    );
    if (end.status === "failed") await tellFailure(tx, after, request, now);
  });
}
