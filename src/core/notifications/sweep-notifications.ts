import { after, minutes } from "../clock.ts";
import type { App } from "../context.ts";
import { dispatchCycleEvents } from "../cycles/cycle-event-task.ts";

const atOnce = 500;
/** How long a task may go unanswered before it counts as lost. */
const patienceMs = minutes(2);

/** Dispatches notifications that never reached the queue, or whose job was lost. */
export async function sweepNotifications(app: App): Promise<number> {
  const now = app.clock();
  const left = await app.db.cycleEvent.updateManyAndReturn({
    where: {
      notifyUrl: { not: null },
      notifiedAt: null,
      givenUpAt: null,
      OR: [{ enqueuedAt: null }, { enqueuedAt: { lt: after(now, -patienceMs) } }],
    },
    data: { enqueuedAt: now },
    limit: atOnce,
    select: { id: true },
  });
  await dispatchCycleEvents(
    app,
    left.map(({ id }) => id),
  );
  return left.length;
}
