import type { Card, Posted } from "../chat/chat.ts";
import { after, minutes } from "../time/clock.ts";
import type { App } from "../../context.ts";
import type { ChatMessage, Prisma } from "../../generated/prisma/client.ts";
import { RescheduleJob } from "../outbox/job.ts";
import { ExternalError } from "../external-error.ts";
import { continuedCard, explained, gone, isPersonal, sharedReason } from "./moved-words.ts";
import { type Sending, holdChannel, isHeld, rateLimitName, reserveSlot } from "../chat/chat-rate-limit.ts";
import { requireLease } from "../outbox/lease.ts";
import { givenBackUntil } from "../outbox/outbox.ts";

/** A message whose lease this process holds. */
export type TakenMessage = ChatMessage & {
  /** A slot that was reserved with the lease, once, and when it comes. */
  slot?: { rateLimit: string; at: Date } | undefined;
};

interface Drawn {
  card: Card;
  /** See `cardOfThread`. */
  thread: Posted | undefined;
}

/**
 * Updates the message where it stands, or posts it: in its channel, else directly to the requester. Nothing of a request is
 * shown in a channel that another organisation sees.
 */
export async function upsertMessage(app: App, message: TakenMessage, drawn: Drawn): Promise<Posted> {
  const { card, thread } = drawn;
  const standing = whereItStands(message);
  if (standing) return renew(app, message, drawn, standing);
  // An earlier try chose this channel.
  if (message.postedTo) return postAt(app, message, drawn, message.postedTo);
  const channelId = thread?.channelId ?? message.channelId;
  if (await isShared(app, channelId)) return postDirectly(app, message, card, sharedReason);
  return postAt(app, message, drawn, channelId);
}

async function renew(app: App, message: TakenMessage, drawn: Drawn, standing: Posted): Promise<Posted> {
  const { card } = drawn;
  if (await isShared(app, standing.channelId)) {
    await settled(update(app, message, standing, continuedCard(card)));
    return postDirectly(app, message, card, sharedReason);
  }
  const updated = await settled(update(app, message, standing, explained(message, card)));
  if (updated.ok) return standing;
  const { reason } = updated.trouble;
  app.log.warn(
    { err: updated.trouble, requestId: message.requestId },
    "card cannot be updated: posting a fresh one",
  );
  if (!gone.has(reason)) return postDirectly(app, message, card, reason);
  const moved = await move(app, message, standing.channelId, reason, message.copies + 1);
  return postAt(app, moved, drawn, standing.channelId);
}

function whereItStands({ postedTo, postedId }: ChatMessage): Posted | undefined {
  return postedTo && postedId ? { channelId: postedTo, messageId: postedId } : undefined;
}

/**
 * Where the card stands whose thread a note belongs to; undefined for a card, and for what goes to one person alone. A note waits
 * for its card: throws RescheduleJob where that is not posted yet.
 */
export async function cardOfThread(app: App, message: TakenMessage): Promise<Posted | undefined> {
  if (message.key === "card" || isPersonal(message)) return undefined;
  const card = await app.db.chatMessage.findUniqueOrThrow({
    where: { requestId_key: { requestId: message.requestId, key: "card" } },
  });
  const standing = whereItStands(card);
  if (!standing && !card.givenUpAt) {
    const now = app.clock();
    const then = latest([after(now, 1000), card.notBefore, card.leasedUntil ? null : card.dueAt]);
    await releaseLease(app, message, then);
    throw new RescheduleJob(then.getTime() - now.getTime(), "its card is not posted yet");
  }
  return standing;
}

const latest = (times: (Date | null)[]): Date =>
  new Date(Math.max(...times.map((time) => time?.getTime() ?? 0)));

/** Posts it there, under its card where that is there too; else directly. */
async function postAt(
  app: App,
  message: TakenMessage,
  { card, thread }: Drawn,
  channelId: string,
): Promise<Posted> {
  const underId = thread?.channelId === channelId ? thread.messageId : undefined;
  let posted = await settled(postOnce(app, message, card, channelId, underId));
  // Its card was deleted, and its thread with it.
  if (!posted.ok && underId && gone.has(posted.trouble.reason))
    posted = await settled(postOnce(app, message, card, channelId));
  if (posted.ok) return posted.value;
  if (channelId === message.postedTo && message.postedTo !== message.channelId) throw posted.trouble;
  return postDirectly(app, message, card, posted.trouble.reason);
}

/** A message that was posted anew is another one, and not found in the place of the one before. */
const keyOf = ({ id, copies }: ChatMessage): string => (copies === 0 ? id : `${id}.${copies}`);

async function postOnce(app: App, message: TakenMessage, card: Card, channelId: string, underId?: string) {
  const place = { channelId, ...(underId && { underId }) };
  const shown = explained({ ...message, postedTo: channelId }, card);
  if (message.tries > 1) {
    const since = after(message.createdAt, -minutes(5));
    const found = await app.chat.find({ ...place, since }, keyOf(message));
    if (found) {
      await update(app, message, found, shown);
      return found;
    }
  }
  return withRateLimit(app, message, { sending: "posts", channelId }, () =>
    app.chat.post({ ...place, card: shown, key: keyOf(message) }),
  );
}

function update(app: App, message: TakenMessage, standing: Posted, card: Card): Promise<void> {
  const { channelId } = standing;
  return withRateLimit(app, message, { sending: "updates", channelId }, () =>
    app.chat.update(standing, card, keyOf(message)),
  );
}

async function postDirectly(app: App, message: TakenMessage, card: Card, because: string): Promise<Posted> {
  const channelId = await app.chat.openDirect(message.chatUserId);
  const moved = await move(app, message, channelId, because, message.copies);
  return postOnce(app, moved, card, channelId);
}

/** Keeps where it goes now and why, before it is posted there: a later try goes there too. */
async function move(
  app: App,
  message: TakenMessage,
  postedTo: string,
  movedBecause: string,
  copies: number,
): Promise<TakenMessage> {
  const data = { postedTo, postedId: null, movedBecause, copies };
  await writeBack(app, message, data);
  return { ...message, ...data };
}

async function isShared(app: App, channelId: string): Promise<boolean> {
  const shared = await app.chat.isShared(channelId);
  if (shared === undefined)
    app.log.warn({ channelId }, "Slack does not tell whether this channel is shared with others");
  return shared === true;
}

type Settled<Value> = { ok: true; value: Value } | { ok: false; trouble: ExternalError };

/** What cannot pass comes back as a value, to be got round; what may pass is thrown, to be tried again. */
async function settled<Value>(promise: Promise<Value>): Promise<Settled<Value>> {
  try {
    return { ok: true, value: await promise };
  } catch (error) {
    if (error instanceof ExternalError && !error.retryable) return { ok: false, trouble: error };
    throw error;
  }
}

/**
 * Sends at the pace of the chat. Where its slot lies ahead, that is kept on the row, the lease is given back and RescheduleJob
 * thrown: neither a worker nor a row waits. What the chat answers with "slow down" holds this channel, and no other.
 */
async function withRateLimit<Sent>(
  app: App,
  message: TakenMessage,
  { sending, channelId }: { sending: Sending; channelId: string },
  send: () => Promise<Sent>,
): Promise<Sent> {
  await awaitSlot(app, message, sending, channelId);
  try {
    return await send();
  } catch (error) {
    const askedMs = error instanceof ExternalError ? error.retryAfterMs : undefined;
    if (askedMs !== undefined) await holdChannel(app, channelId, after(app.clock(), askedMs));
    throw error;
  }
}

async function awaitSlot(
  app: App,
  message: TakenMessage,
  sending: Sending,
  channelId: string,
): Promise<void> {
  const rateLimit = rateLimitName(sending, channelId);
  // Its turn has come, and a hold that began since is the one thing that puts it off.
  if (message.rateLimit === rateLimit && !(await isHeld(app, channelId))) return;
  const reserved = message.slot?.rateLimit === rateLimit ? message.slot.at : undefined;
  // Whatever else is sent takes another one.
  message.slot = undefined;
  const slot = reserved ?? (await reserveSlot(app, sending, channelId));
  const now = app.clock();
  if (slot <= now) return;
  await releaseLease(app, message, slot, { notBefore: slot, rateLimit });
  throw new RescheduleJob(slot.getTime() - now.getTime(), "its turn in the chat is later");
}

/** Gives the lease back until then, as if this try had not been: nothing was sent in it. */
async function releaseLease(
  app: App,
  message: TakenMessage,
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
