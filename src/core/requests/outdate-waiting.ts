import type { App } from "../context.ts";
import { outdateHome } from "../home/outdate-home.ts";
import type { Nudge } from "../jobs/queue.ts";
import { nudge, outdateMessages } from "./nudge.ts";

/** Has everything redrawn that waits for approvals, after a change of who may give them. */
export async function outdateWaiting(app: App): Promise<void> {
  const now = app.clock();
  const waiting = await app.db.request.findMany({
    where: { status: "awaitingApproval" },
    select: { id: true },
  });
  if (waiting.length === 0) return;
  const nudges = await app.db.$transaction(async (tx) => {
    const nudges: Nudge[] = [];
    for (const { id } of waiting) nudges.push(...(await outdateMessages(tx, { requestId: id }, now)));
    const homes = await tx.home.findMany({ select: { consoleUserId: true } });
    const consoleUserIds = homes.map(({ consoleUserId }) => consoleUserId);
    return [...nudges, ...(await outdateHome(tx, { consoleUserIds }, now))];
  });
  await nudge(
    app,
    waiting.map(({ id }) => id),
    nudges,
  );
}
