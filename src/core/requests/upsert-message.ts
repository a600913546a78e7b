import type { Card } from "../chat/card.ts";
import type { Posted } from "../chat/chat.ts";
import { after, minutes } from "../clock.ts";
import type { App } from "../context.ts";
import type { ChatMessage } from "../generated/prisma/client.ts";
import { RescheduleJob } from "../kernel/outbox/job.ts";
import { Trouble } from "../trouble.ts";
import { releaseLease, withRateLimit, writeBack } from "./with-rate-limit.ts";

/** Updates the message where it stands, or posts it: in its channel, else directly to the requester. */
export async function upsertMessage(app: App, message: ChatMessage, card: Card): Promise<Posted> {
  const standing = whereItStands(message);
  if (standing) {
    const shown = standing.channelId === message.channelId ? card : sentDirectly(message, card);
    const updated = await settled(update(app, message, standing, shown));
    if (updated.ok) return standing;
    app.log.warn(
      { err: updated.trouble, requestId: message.requestId },
      "card cannot be updated: posting a fresh one",
    );
    return postDirectly(app, message, card);
  }
  // An earlier, rate-limited attempt chose this channel.
  if (message.postedTo) return postOnce(app, message, sentDirectly(message, card), message.postedTo);
  const thread = message.key === "card" ? undefined : await cardOfThread(app, message);
  const channelId = thread?.channelId ?? message.channelId;
  const posted = await settled(postOnce(app, message, card, channelId, thread?.messageId));
  return posted.ok ? posted.value : postDirectly(app, message, card);
}

function whereItStands({ postedTo, postedId }: ChatMessage): Posted | undefined {
  return postedTo && postedId ? { channelId: postedTo, messageId: postedId } : undefined;
}

async function cardOfThread(app: App, message: ChatMessage): Promise<Posted | undefined> {
  const card = await app.db.chatMessage.findUniqueOrThrow({
    where: { requestId_key: { requestId: message.requestId, key: "card" } },
  });
  const standing = whereItStands(card);
  if (!standing && !card.givenUpAt) {
    const now = app.clock();
    const soon = after(now, 1000);
    const then = card.notBefore && card.notBefore > soon ? card.notBefore : soon;
    await releaseLease(app, message, then);
    throw new RescheduleJob(then.getTime() - now.getTime(), "its card is not posted yet");
  }
  return standing;
}

async function postOnce(app: App, message: ChatMessage, card: Card, channelId: string, underId?: string) {
  const place = { channelId, ...(underId && { underId }) };
  if (message.tries > 1) {
    const found = await app.chat.find({ ...place, since: after(message.createdAt, -minutes(5)) }, message.id);
    if (found) {
      await update(app, message, found, card);
      return found;
    }
  }
  return withRateLimit(app, message, { sending: "posts", channelId }, () =>
    app.chat.post({ ...place, card, key: message.id }),
  );
}

function update(app: App, message: ChatMessage, standing: Posted, card: Card): Promise<void> {
  const { channelId } = standing;
  return withRateLimit(app, message, { sending: "updates", channelId }, () =>
    app.chat.update(standing, card, message.id),
  );
}

async function postDirectly(app: App, message: ChatMessage, card: Card): Promise<Posted> {
  const channelId = await app.chat.openDirect(message.chatUserId);
  await writeBack(app, message, { postedTo: channelId, postedId: null });
  return postOnce(app, message, sentDirectly(message, card), channelId);
}

function sentDirectly(message: ChatMessage, card: Card): Card {
  // A form that belongs to no channel was asked for directly.
  if (message.channelId === message.chatUserId) return card;
  const footer = typeof card.footer === "string" ? [card.footer] : card.footer;
  const why = " · Sent to you directly: the channel takes no messages from this app. Invite it there.";
  return { ...card, footer: [...footer, why] };
}

type Settled<Value> = { ok: true; value: Value } | { ok: false; trouble: Trouble };

/** What cannot pass comes back as a value, to be got round; what may pass is thrown, to be tried again. */
async function settled<Value>(promise: Promise<Value>): Promise<Settled<Value>> {
  try {
    return { ok: true, value: await promise };
  } catch (error) {
    if (error instanceof Trouble && !error.passing) return { ok: false, trouble: error };
    throw error;
  }
}
