import type { App } from "../context.ts";
import type { Transaction } from "../database.ts";
import type { Prisma } from "../generated/prisma/client.ts";
import { invalidateHome } from "../home/invalidate-home.ts";
import { dispatch } from "../kernel/outbox/dispatch.ts";
import { dueSoon } from "../kernel/outbox/outbox.ts";
import type { After } from "../kernel/outbox/transact.ts";
import { messageTask } from "./request-outbox.ts";
import { together } from "../together.ts";

/** Marks a Request's card as out of date, and its requester's Home, in the transaction of the change. */
export async function invalidateCard(
  tx: Transaction,
  after: After,
  requestId: string,
  now: Date,
  how: Drawing = {},
): Promise<void> {
  await together(
    () => invalidateMessages(tx, after, { requestId, key: "card" }, now, how),
    () => invalidateHome(tx, after, { requestIds: [requestId] }, now),
  );
}

interface Drawing {
  /** By this process, if it works on jobs. */
  preferLocal?: boolean;
}

/** Marks messages of a Request as out of date: its card, or notes in its thread. */
export async function invalidateMessages(
  tx: Transaction,
  after: After,
  which: { requestId: string; key?: Prisma.StringFilter | string },
  now: Date,
  { preferLocal = false }: Drawing = {},
): Promise<void> {
  const messages = await tx.chatMessage.updateManyAndReturn({
    where: which,
    data: { generation: { increment: 1 }, ...dueSoon(now) },
    select: { requestId: true, job: true, key: true },
  });
  after.dispatch(...messages.map((message) => ({ ...messageTask(message), preferLocal })));
}

/**
 * Dispatches what a Request still has to say. A worker that died between the end of a Request and its tasks leaves it so, and
 * the job that takes over finds nothing else to do.
 */
export async function dispatchUndrawn(app: App, requestId: string): Promise<void> {
  const undrawn = await app.db.chatMessage.findMany({
    where: { requestId, givenUpAt: null, observedGeneration: { lt: app.db.chatMessage.fields.generation } },
    select: { requestId: true, job: true, key: true },
  });
  await dispatch(app, undrawn.map(messageTask));
}
