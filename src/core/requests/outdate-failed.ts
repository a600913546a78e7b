import { consoleUserActor } from "../console-users/console-user-actor.ts";
import type { Transaction } from "../database.ts";
import { outdateHome } from "../home/outdate-home.ts";
import type { Nudge } from "../jobs/queue.ts";
import { mayDecideFailed } from "./failed-request.ts";
import { outdateCard, outdateMessages } from "./nudge.ts";

/**
 * Marks as out of date all that shows how a Request stands that failed, or that was decided after it had: its card, the notes
 * of its failures, and the Homes of those who may decide. Nudge with what it returns.
 */
export async function outdateFailed(tx: Transaction, requestId: string, now: Date): Promise<Nudge[]> {
  const cards = await outdateCard(tx, requestId, now);
  const notes = await outdateMessages(tx, { requestId, key: { startsWith: "failure-" } }, now);
  return [...cards, ...notes, ...(await outdateDesks(tx, requestId, now))];
}

/** The Homes of those who may decide what becomes of it, but for the requester's, which goes with the card. */
export async function outdateDesks(tx: Transaction, requestId: string, now: Date): Promise<Nudge[]> {
  const { requesterId, needs } = await tx.request.findUniqueOrThrow({ where: { id: requestId } });
  const others = await tx.consoleUser.findMany({
    where: { home: { isNot: null }, removedAt: null, ...(requesterId && { id: { not: requesterId } }) },
  });
  const deciders = others.filter((user) =>
    mayDecideFailed(consoleUserActor(user, "job"), { requesterId, needs }),
  );
  return outdateHome(tx, { consoleUserIds: deciders.map(({ id }) => id) }, now);
}
