import type { Transaction } from "../database.ts";
import type { Task } from "../kernel/outbox/queue.ts";
import { messageTask } from "./invalidate-card.ts";

/**
 * A message in the thread under a Request's card, in the transaction of what it tells: people are notified of it, where a
 * card that changes goes unseen. The key names what it says, as in `noteCard`, and its number: "failure-3". Twice the same
 * key is one note. Dispatch what it returns.
 */
export async function addNote(tx: Transaction, requestId: string, key: string, now: Date): Promise<Task[]> {
  const card = await tx.chatMessage.findUnique({ where: { requestId_key: { requestId, key: "card" } } });
  if (!card) return [];
  const { job, channelId, chatUserId } = card;
  const message = { requestId, key, job };
  const { count } = await tx.chatMessage.createMany({
    data: [{ ...message, channelId, chatUserId, createdAt: now, enqueuedAt: now }],
    skipDuplicates: true,
  });
  return count === 0 ? [] : [messageTask(message)];
}
