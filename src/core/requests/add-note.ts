import type { Transaction } from "../database.ts";
import { dueSoon } from "../kernel/outbox/outbox.ts";
import type { After } from "../kernel/outbox/transact.ts";
import { messageTask } from "./request-outbox.ts";

/**
 * A message in the thread under a Request's card, in the transaction of what it tells: people are notified of it, where a
 * card that changes goes unseen. The key names what it says, as in `noteCard`, and its number: "failure-3". Twice the same
 * key is one note.
 */
export async function addNote(
  tx: Transaction,
  after: After,
  requestId: string,
  key: string,
  now: Date,
): Promise<void> {
  const card = await tx.chatMessage.findUnique({ where: { requestId_key: { requestId, key: "card" } } });
  if (!card) return;
  const { job, channelId, chatUserId } = card;
  const message = { requestId, key, job };
  const { count } = await tx.chatMessage.createMany({
    data: [{ ...message, channelId, chatUserId, createdAt: now, ...dueSoon(now) }],
    skipDuplicates: true,
  });
  if (count > 0) after.dispatch(messageTask(message));
}
