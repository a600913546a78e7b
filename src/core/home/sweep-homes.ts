import { after, minutes } from "../clock.ts";
import type { App } from "../context.ts";
import { dispatch } from "../kernel/outbox/dispatch.ts";
import { homeTask } from "./invalidate-home.ts";

const atOnce = 500;
const patienceMs = minutes(2);

/** Dispatches the Homes that an outage left behind. */
export async function sweepHomes(app: App): Promise<number> {
  const now = app.clock();
  const homes = await app.db.home.updateManyAndReturn({
    where: {
      drawnVersion: { lt: app.db.home.fields.wantedVersion },
      OR: [{ enqueuedAt: null }, { enqueuedAt: { lt: after(now, -patienceMs) } }],
    },
    data: { enqueuedAt: now },
    limit: atOnce,
    select: { consoleUserId: true },
  });
  const queued = await dispatch(app, homes.map(homeTask));
  return queued ? homes.length : 0;
}
