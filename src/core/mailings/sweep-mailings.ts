import { after, days, minutes } from "../clock.ts";
import type { App } from "../context.ts";
import { dispatch } from "../kernel/outbox/dispatch.ts";
import { mailingTask } from "./mailing-task.ts";

const atOnce = 200;
/** How long a task may go unanswered before it counts as lost. */
const patienceMs = minutes(2);
const keptMs = days(30);

/** Dispatches mailings that an outage left behind, and deletes those of long ago. Returns how many were dispatched. */
export async function sweepMailings(app: App): Promise<number> {
  const now = app.clock();
  await app.db.mailing.deleteMany({ where: { createdAt: { lt: after(now, -keptMs) } } });
  const left = await app.db.mailing.updateManyAndReturn({
    where: {
      sentAt: null,
      givenUpAt: null,
      OR: [{ enqueuedAt: null }, { enqueuedAt: { lt: after(now, -patienceMs) } }],
    },
    data: { enqueuedAt: now },
    limit: atOnce,
    select: { id: true },
  });
  await dispatch(
    app,
    left.map(({ id }) => mailingTask(id)),
  );
  return left.length;
}
