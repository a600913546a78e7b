import { after, minutes } from "../clock.ts";
import type { App } from "../context.ts";
import { cycleEventTask } from "../cycles/cycle-event-task.ts";
import { dispatch } from "../kernel/outbox/dispatch.ts";

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
  await dispatch(
    app,
    left.map(({ id }) => cycleEventTask(id)),
  );
  return left.length;
}
