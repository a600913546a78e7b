import type { App } from "../context.ts";
import { type Nudge, QueueDown } from "../jobs/queue.ts";

export const mailingJobName = "send-mailing";

export function mailingNudge(mailingId: string): Nudge {
  return { lane: "requests", name: mailingJobName, payload: { mailingId } };
}

/** Puts mailings into the queue, after the commit that wrote them. With the queue down they are left for the sweep. */
export async function nudgeMailings(app: App, nudges: Nudge[]): Promise<void> {
  if (nudges.length === 0) return;
  try {
    await app.queue.add(nudges);
  } catch (error) {
    if (!(error instanceof QueueDown)) throw error;
    app.log.warn({ err: error, mailings: nudges.length }, "queue down: mailings left for the sweep");
    const ids = nudges.map(({ payload }) => (payload as { mailingId: string }).mailingId);
    await app.db.mailing.updateMany({ where: { id: { in: ids } }, data: { enqueuedAt: null } });
  }
}
