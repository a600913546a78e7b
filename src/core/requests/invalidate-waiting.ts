import type { App } from "../context.ts";
import { invalidateHome } from "../home/invalidate-home.ts";
import { transact } from "../kernel/outbox/transact.ts";
import { invalidateMessages } from "./invalidate-card.ts";

/** Has everything redrawn that waits for approvals, after a change of who may give them. */
export async function invalidateWaiting(app: App): Promise<void> {
  const now = app.clock();
  const waiting = await app.db.request.findMany({
    where: { status: "awaitingApproval" },
    select: { id: true },
  });
  if (waiting.length === 0) return;
  await transact(app, async (tx, after) => {
    for (const { id } of waiting) await invalidateMessages(tx, after, { requestId: id }, now);
    const homes = await tx.home.findMany({ select: { consoleUserId: true } });
    const consoleUserIds = homes.map(({ consoleUserId }) => consoleUserId);
    await invalidateHome(tx, after, { consoleUserIds }, now);
  });
}
