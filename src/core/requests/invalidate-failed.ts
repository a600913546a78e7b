import { active } from "../console-users/access.ts";
import { consoleUserActor } from "../console-users/console-user-actor.ts";
import type { Transaction } from "../database.ts";
import { invalidateHome } from "../home/invalidate-home.ts";
import type { After } from "../kernel/outbox/transact.ts";
import { mayDecideFailed } from "./failed-request.ts";
import { invalidateCard, invalidateMessages } from "./invalidate-card.ts";

/**
 * Marks as out of date all that shows how a Request stands that failed, or that was decided after it had: its card, the notes
 * of its failures, and the Homes of those who may decide.
 */
export async function invalidateFailed(
  tx: Transaction,
  after: After,
  requestId: string,
  now: Date,
): Promise<void> {
  await invalidateCard(tx, after, requestId, now);
  await invalidateMessages(tx, after, { requestId, key: { startsWith: "failure-" } }, now);
  await invalidateDesks(tx, after, requestId, now);
}

/** The Homes of those who may decide what becomes of it, but for the requester's, which goes with the card. */
export async function invalidateDesks(
  tx: Transaction,
  after: After,
  requestId: string,
  now: Date,
): Promise<void> {
  const { requesterId, needs } = await tx.request.findUniqueOrThrow({ where: { id: requestId } });
  const others = await tx.consoleUser.findMany({
    where: { ...active, home: { isNot: null }, ...(requesterId && { id: { not: requesterId } }) },
  });
  const deciders = others.filter((user) =>
    mayDecideFailed(consoleUserActor(user, "job"), { requesterId, needs }),
  );
  await invalidateHome(tx, after, { consoleUserIds: deciders.map(({ id }) => id) }, now);
}
