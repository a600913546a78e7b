import type { App } from "../context.ts";
import { invalidateHome } from "../home/invalidate-home.ts";
import type { Task } from "../kernel/outbox/queue.ts";
import { dispatch, invalidateMessages } from "./invalidate-card.ts";

/** Has everything redrawn that waits for approvals, after a change of who may give them. */
export async function invalidateWaiting(app: App): Promise<void> {
  const now = app.clock();
  const waiting = await app.db.request.findMany({
    where: { status: "awaitingApproval" },
    select: { id: true },
  });
  if (waiting.length === 0) return;
  const tasks = await app.db.$transaction(async (tx) => {
    const tasks: Task[] = [];
    for (const { id } of waiting) tasks.push(...(await invalidateMessages(tx, { requestId: id }, now)));
    const homes = await tx.home.findMany({ select: { consoleUserId: true } });
    const consoleUserIds = homes.map(({ consoleUserId }) => consoleUserId);
    return [...tasks, ...(await invalidateHome(tx, { consoleUserIds }, now))];
  });
  await dispatch(
    app,
    waiting.map(({ id }) => id),
    tasks,
  );
}
