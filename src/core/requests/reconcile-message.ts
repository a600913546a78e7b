import { z } from "zod";
import type { Card } from "../chat/card.ts";
import type { Posted } from "../chat/chat.ts";
import { after, minutes } from "../clock.ts";
import type { App } from "../context.ts";
import type { ChatMessage } from "../generated/prisma/client.ts";
import { RescheduleJob } from "../kernel/outbox/job.ts";
import { Trouble } from "../trouble.ts";
import { approvalCard } from "./approval-card.ts";
import { upsertMessage } from "./upsert-message.ts";
import { cardFrame } from "./card-frame.ts";
import { noteCard } from "./note-card.ts";
import type { RequestKind, RequestRow } from "./request-kind.ts";

export const messagePayload = z.object({ requestId: z.uuid(), key: z.string() });
type MessagePayload = z.infer<typeof messagePayload>;

const triesAtMost = 30;

/**
 * Brings one message in the chat up to what its row says now: posts it, or updates it in place. The claim on
 * the row keeps two workers from posting it twice.
 */
export async function reconcileMessage<Input>(
  app: App,
  kind: RequestKind<Input>,
  payload: MessagePayload,
): Promise<void> {
  const message = await claim(app, drawJobName(kind), payload);
  if (!message) return;
  try {
    const request = await app.db.request.findUniqueOrThrow({
      where: { id: message.requestId },
      include: { requester: true, account: true },
    });
    const card = await cardOf(app, kind, request, message);
    const posted = await upsertMessage(app, message, card);
    await record(app, message, posted);
  } catch (error) {
    await retryOrFail(app, message, error);
  }
}

/** The name of the job that draws the messages of a kind. */
export const drawJobName = ({ kind }: { kind: string }): string => `${kind}.draw`;

/** The row says which kind draws it: a job of another kind draws nothing. */
async function claim(
  app: App,
  job: string,
  { requestId, key }: MessagePayload,
): Promise<ChatMessage | undefined> {
  const now = app.clock();
  const [message] = await app.db.chatMessage.updateManyAndReturn({
    where: {
      requestId,
      key,
      job,
      givenUpAt: null,
      drawnVersion: { lt: app.db.chatMessage.fields.wantedVersion },
      AND: [
        { OR: [{ claimedUntil: null }, { claimedUntil: { lte: now } }] },
        { OR: [{ turnAt: null }, { turnAt: { lte: now } }] },
      ],
    },
    data: { claimedUntil: after(now, app.claimMs), tries: { increment: 1 } },
  });
  if (message) return message;
  const left = await app.db.chatMessage.findUnique({ where: { requestId_key: { requestId, key } } });
  if (left && left.job !== job) {
    app.log.error(
      { requestId, key, drawnBy: left.job, job },
      "a job of another kind than its message: nothing is drawn",
    );
    return undefined;
  }
  if (!left || left.givenUpAt || left.drawnVersion >= left.wantedVersion) return undefined;
  if (left.turnAt && left.turnAt > now) throw new RescheduleJob(left.turnAt, "its turn in the chat is later");
  if (left.claimedUntil)
    throw new RescheduleJob(soon(now, left.claimedUntil), "another worker draws this message");
  return undefined;
}

// The other worker is most likely done in a moment; the claim only matters where it died.
const soon = (now: Date, claimed: Date) => (claimed < after(now, 1000) ? claimed : after(now, 1000));

async function cardOf<Input>(
  app: App,
  kind: RequestKind<Input>,
  request: RequestRow,
  message: ChatMessage,
): Promise<Card> {
  if (message.key !== "card") return noteCard(app, kind, request, message.key);
  const words = await kind.card(app, request, kind.input.parse(request.input));
  return { ...cardFrame(request), ...(await approvalCard(app, kind, request, words)) };
}

const noTurn = { turnAt: null, turnIn: null };

async function record(app: App, message: ChatMessage, posted: Posted): Promise<void> {
  const now = app.clock();
  const done = await app.db.chatMessage.update({
    where: { id: message.id },
    data: {
      drawnVersion: message.wantedVersion,
      postedTo: posted.channelId,
      postedId: posted.messageId,
      postedAt: message.postedAt ?? now,
      claimedUntil: null,
      ...noTurn,
      tries: 0,
    },
    select: { wantedVersion: true, drawnVersion: true },
  });
  if (done.wantedVersion > done.drawnVersion) throw new RescheduleJob(now, "changed while it was drawn");
}

async function retryOrFail(app: App, message: ChatMessage, error: unknown): Promise<void> {
  if (error instanceof RescheduleJob) throw error;
  const now = app.clock();
  const passing = error instanceof Trouble && error.passing;
  if (message.tries >= triesAtMost || (error instanceof Trouble && !passing)) {
    await app.db.chatMessage.update({
      where: { id: message.id },
      data: { givenUpAt: now, claimedUntil: null },
    });
    app.log.error({ err: error, requestId: message.requestId, key: message.key }, "message given up");
    return;
  }
  const at = after(now, waitMs(message.tries, error));
  // What was asked to come later has not arrived: it is no try.
  const turnedAway = error instanceof Trouble && error.retryAfterMs !== undefined;
  await app.db.chatMessage.update({
    where: { id: message.id },
    data: {
      claimedUntil: null,
      ...noTurn,
      enqueuedAt: at,
      ...(turnedAway && { tries: { decrement: 1 } }),
    },
  });
  if (!passing) throw error;
  throw new RescheduleJob(at, error.message);
}

function waitMs(tries: number, error: unknown): number {
  const asked = error instanceof Trouble ? error.retryAfterMs : undefined;
  return asked ?? Math.min(1000 * 2 ** (tries - 1), minutes(5));
}
