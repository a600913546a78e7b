import { after, minutes } from "../clock.ts";
import type { App } from "../context.ts";
import { dispatch } from "../kernel/outbox/dispatch.ts";
import type { Task } from "../kernel/outbox/queue.ts";
import { messageTask, requestTask } from "./invalidate-card.ts";

const atOnce = 500;
/** How long a task may go unanswered before it counts as lost. */
const patienceMs = minutes(2);

/**
 * Dispatches what an outage left behind: rows that never reached the queue, and rows whose job was lost. Several
 * sweeps at once do no harm; a job that finds nothing left to do ends.
 */
export async function sweep(app: App): Promise<number> {
  const now = app.clock();
  const lost = after(now, -patienceMs);
  const leftBehind = { OR: [{ enqueuedAt: null }, { enqueuedAt: { lt: lost } }] };
  const requests = await app.db.request.updateManyAndReturn({
    where: { status: "queued", ...leftBehind },
    data: { enqueuedAt: now },
    limit: atOnce,
    select: { id: true, kind: true },
  });
  const messages = await app.db.chatMessage.updateManyAndReturn({
    where: {
      givenUpAt: null,
      drawnVersion: { lt: app.db.chatMessage.fields.wantedVersion },
      // What has its turn later is in the queue for then, however long ago that was.
      AND: [leftBehind, { OR: [{ turnAt: null }, { turnAt: { lt: lost } }] }],
    },
    data: { enqueuedAt: now },
    limit: atOnce,
    select: { requestId: true, key: true, job: true },
  });
  const tasks: Task[] = [...requests.map(requestTask), ...messages.map(messageTask)];
  const queued = await dispatch(app, tasks);
  if (tasks.length > 0) app.log.info({ count: tasks.length, queued }, "swept");
  return queued ? tasks.length : 0;
}
