import type { App } from "../context.ts";
import type { Transaction } from "../database.ts";
import type { Prisma } from "../generated/prisma/client.ts";
import { nudgedHomes, outdateHome } from "../home/outdate-home.ts";
import { type Nudge, QueueDown } from "../jobs/queue.ts";
import { together } from "../together.ts";

/**
 * Puts rows into the queue, after the commit that wrote them. With the queue down the rows are marked as
 * left behind, for the sweep, and the answer is false.
 */
export async function nudge(app: App, requestIds: string[], nudges: Nudge[]): Promise<boolean> {
  if (nudges.length === 0) return true;
  try {
    await app.queue.add(nudges);
    return true;
  } catch (error) {
    if (!(error instanceof QueueDown)) throw error;
    app.log.warn({ err: error, requestIds }, "queue down: left for the sweep");
    const leftBehind = { enqueuedAt: null };
    await app.db.request.updateMany({
      where: { id: { in: requestIds }, status: "queued" },
      data: leftBehind,
    });
    await app.db.chatMessage.updateMany({ where: { requestId: { in: requestIds } }, data: leftBehind });
    await app.db.home.updateMany({ where: { consoleUserId: { in: nudgedHomes(nudges) } }, data: leftBehind });
    return false;
  }
}

/**
 * Marks a Request's card as out of date, and its requester's Home, in the transaction of the change. Nudge with what it
 * returns.
 */
export async function outdateCard(
  tx: Transaction,
  requestId: string,
  now: Date,
  how: Drawing = {},
): Promise<Nudge[]> {
  const outdated = await together(
    () => outdateMessages(tx, { requestId, key: "card" }, now, how),
    () => outdateHome(tx, { requestIds: [requestId] }, now),
  );
  return outdated.flat();
}

interface Drawing {
  /** By this process, if it works on jobs. The sweep does it where the process dies over it. */
  here?: boolean;
}

/** Marks messages of a Request as out of date: its card, or notes in its thread. Nudge with what it returns. */
export async function outdateMessages(
  tx: Transaction,
  which: { requestId: string; key?: Prisma.StringFilter | string },
  now: Date,
  { here = false }: Drawing = {},
): Promise<Nudge[]> {
  const messages = await tx.chatMessage.updateManyAndReturn({
    where: which,
    data: { wantedVersion: { increment: 1 }, enqueuedAt: here ? null : now },
    select: { requestId: true, job: true, key: true },
  });
  return messages.map((message) => ({ ...drawNudge(message), here }));
}

/**
 * Nudges what a Request still has to say. A worker that died between the end of a Request and its nudges leaves it so, and
 * the job that takes over finds nothing else to do.
 */
export async function nudgeUndrawn(app: App, requestId: string): Promise<void> {
  const undrawn = await app.db.chatMessage.findMany({
    where: { requestId, givenUpAt: null, drawnVersion: { lt: app.db.chatMessage.fields.wantedVersion } },
    select: { requestId: true, job: true, key: true },
  });
  await nudge(app, [requestId], undrawn.map(drawNudge));
}

export function drawNudge(message: { job: string; requestId: string; key: string }): Nudge {
  return { lane: "messages", name: message.job, payload: { requestId: message.requestId, key: message.key } };
}

export function runNudge(request: { id: string; kind: string }): Nudge {
  return { lane: "requests", name: request.kind, payload: { requestId: request.id } };
}
