import { type Sending, holdChannel, isHeld, rateLimitName, reserveSlot } from "../chat/chat-rate-limit.ts";
import { after } from "../clock.ts";
import type { App } from "../context.ts";
import type { ChatMessage, Prisma } from "../generated/prisma/client.ts";
import { RescheduleJob } from "../kernel/outbox/job.ts";
import { requireLease } from "../kernel/outbox/lease.ts";
import { givenBackUntil } from "../kernel/outbox/outbox.ts";
import { Trouble } from "../trouble.ts";

/**
 * Sends at the pace of the chat. Where its slot lies ahead, that is kept on the row, the lease is given back and RescheduleJob
 * thrown: neither a worker nor a row waits. What the chat answers with "slow down" holds this channel, and no other.
 */
export async function withRateLimit<Sent>(
  app: App,
  message: ChatMessage,
  { sending, channelId }: { sending: Sending; channelId: string },
  send: () => Promise<Sent>,
): Promise<Sent> {
  await awaitSlot(app, message, sending, channelId);
  try {
    return await send();
  } catch (error) {
    const askedMs = error instanceof Trouble ? error.retryAfterMs : undefined;
    if (askedMs !== undefined) await holdChannel(app, channelId, after(app.clock(), askedMs));
    throw error;
  }
}

async function awaitSlot(app: App, message: ChatMessage, sending: Sending, channelId: string): Promise<void> {
  const rateLimit = rateLimitName(sending, channelId);
  // Its turn has come, and a hold that began since is the one thing that puts it off.
  if (message.rateLimit === rateLimit && !(await isHeld(app, channelId))) return;
  const slot = await reserveSlot(app, sending, channelId);
  const now = app.clock();
  if (slot <= now) return;
  await releaseLease(app, message, slot, { notBefore: slot, rateLimit });
  throw new RescheduleJob(slot.getTime() - now.getTime(), "its turn in the chat is later");
}

/** Gives the lease back until then, as if this try had not been: nothing was sent in it. */
export async function releaseLease(
  app: App,
  message: ChatMessage,
  until: Date,
  slot: { notBefore?: Date; rateLimit?: string } = {},
): Promise<void> {
  await writeBack(app, message, { ...givenBackUntil(until), ...slot, tries: { decrement: 1 } });
}

/** Writes to a message by whoever holds its lease alone. Throws LeaseLost. */
export async function writeBack(
  { db }: App,
  { id, lease }: ChatMessage,
  data: Prisma.ChatMessageUncheckedUpdateManyInput,
): Promise<void> {
  requireLease(await db.chatMessage.updateMany({ where: { id, lease }, data }));
}
