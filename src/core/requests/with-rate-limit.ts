import { type Sending, holdChannel, isHeld, laneName, reserveSlot } from "../chat/chat-lanes.ts";
import { after } from "../clock.ts";
import type { App } from "../context.ts";
import type { ChatMessage } from "../generated/prisma/client.ts";
import { RescheduleJob } from "../kernel/outbox/job.ts";
import { Trouble } from "../trouble.ts";

/**
 * Sends in its turn. Where that lies ahead, the turn is kept on the row, the claim is given back and RescheduleJob thrown: neither
 * a worker nor a row waits. What the chat answers with "slow down" holds this channel, and no other.
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
  const lane = laneName(sending, channelId);
  // Its turn has come, and a hold that began since is the one thing that puts it off.
  if (message.turnIn === lane && !(await isHeld(app, channelId))) return;
  const turn = await reserveSlot(app, sending, channelId);
  if (turn <= app.clock()) return;
  await releaseLease(app, message, turn, { turnAt: turn, turnIn: lane });
  throw new RescheduleJob(turn, "its turn in the chat is later");
}

/** Gives the claim back until then, as if this try had not been: nothing was sent in it. */
export async function releaseLease(
  app: App,
  message: ChatMessage,
  until: Date,
  turn: { turnAt?: Date; turnIn?: string } = {},
): Promise<void> {
  await app.db.chatMessage.update({
    where: { id: message.id },
    data: { ...turn, claimedUntil: null, enqueuedAt: until, tries: { decrement: 1 } },
  });
}
