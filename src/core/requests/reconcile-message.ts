import { z } from "zod";
import type { Card } from "../chat/card.ts";
import type { Posted } from "../chat/chat.ts";
import { after, minutes } from "../clock.ts";
import type { App } from "../context.ts";
import { type ChatMessage, Prisma } from "../generated/prisma/client.ts";
import { RescheduleJob } from "../kernel/outbox/job.ts";
import {
  LeaseLost,
  requireLease,
  requireNothingLeft,
  takeLease,
  whileLeased,
} from "../kernel/outbox/lease.ts";
import { dueSoon, givenBackUntil, released } from "../kernel/outbox/outbox.ts";
import { Trouble } from "../trouble.ts";
import { isFile, sendAdministrators } from "./administrators-to-be.ts";
import { approvalCard } from "./approval-card.ts";
import { callApprovers, readApprovers } from "./call-approvers.ts";
import { upsertMessage } from "./upsert-message.ts";
import { cardFrame } from "./card-frame.ts";
import { noteCard } from "./note-card.ts";
import { messageOutbox } from "./request-outbox.ts";
import { writeBack } from "./with-rate-limit.ts";
import type { RequestKind, RequestRow } from "./request-kind.ts";

export const messagePayload = z.object({ requestId: z.uuid(), key: z.string() });
type MessagePayload = z.infer<typeof messagePayload>;

const triesAtMost = 30;

/**
 * Brings one message in the chat up to what its row says now: posts it, or updates it in place. The lease of
 * the row keeps two workers from posting it twice.
 */
export async function reconcileMessage<Input>(
  app: App,
  kind: RequestKind<Input>,
  payload: MessagePayload,
): Promise<void> {
  const message = await lease(app, drawJobName(kind), payload);
  if (!message) return;
  await whileLeased(app, messageOutbox, message.id, message, () => reconcileLeased(app, kind, message));
}

async function reconcileLeased<Input>(
  app: App,
  kind: RequestKind<Input>,
  message: ChatMessage,
): Promise<void> {
  try {
    const request = await app.db.request.findUniqueOrThrow({
      where: { id: message.requestId },
      include: { requester: true, account: true },
    });
    if (isFile(message)) return await record(app, message, await sendAdministrators(app, request, message));
    await readApprovers(app, request, message);
    const card = await cardOf(app, kind, request, message);
    const posted = await upsertMessage(app, message, card);
    await callApprovers(app, request, message, posted);
    await record(app, message, posted);
  } catch (error) {
    await retryOrFail(app, message, error);
  }
}

/** The name of the job that draws the messages of a kind. */
export const drawJobName = ({ kind }: { kind: string }): string => `${kind}.draw`;

/** The row says which kind draws it: a job of another kind draws nothing. */
async function lease(
  app: App,
  job: string,
  { requestId, key }: MessagePayload,
): Promise<ChatMessage | undefined> {
  const which = Prisma.sql`"requestId" = ${requestId}::uuid AND "key" = ${key} AND "job" = ${job}`;
  // Counted before it is tried: see `postOnce`.
  const also = Prisma.sql`"tries" = "tries" + 1`;
  const message = await takeLease<ChatMessage>(app, messageOutbox, which, { also });
  if (message) return message;
  const left = await app.db.chatMessage.findUnique({ where: { requestId_key: { requestId, key } } });
  if (left && left.job !== job) {
    app.log.error(
      { requestId, key, drawnBy: left.job, job },
      "a job of another kind than its message: nothing is drawn",
    );
    return undefined;
  }
  await requireNothingLeft(app, messageOutbox, which);
  return undefined;
}

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

async function record(app: App, message: ChatMessage, posted: Posted): Promise<void> {
  const now = app.clock();
  const written = await app.db.chatMessage.updateManyAndReturn({
    where: { id: message.id, lease: message.lease },
    data: {
      observedGeneration: message.generation,
      postedTo: posted.channelId,
      postedId: posted.messageId,
      postedAt: message.postedAt ?? now,
      ...released,
      ...dueSoon(now),
      rateLimit: null,
      tries: 0,
    },
    select: { generation: true, observedGeneration: true },
  });
  requireLease({ count: written.length });
  if (written.some((row) => row.generation > row.observedGeneration))
    throw new RescheduleJob(0, "changed while it was drawn");
}

async function retryOrFail(app: App, message: ChatMessage, error: unknown): Promise<void> {
  if (error instanceof RescheduleJob || error instanceof LeaseLost) throw error;
  const now = app.clock();
  const passing = error instanceof Trouble && error.passing;
  if (message.tries >= triesAtMost || (error instanceof Trouble && !passing)) {
    await writeBack(app, message, { ...released, givenUpAt: now });
    app.log.error({ err: error, requestId: message.requestId, key: message.key }, "message given up");
    return;
  }
  const at = after(now, waitMs(message.tries, error));
  // What was asked to come later has not arrived: it is no try.
  const turnedAway = error instanceof Trouble && error.retryAfterMs !== undefined;
  await writeBack(app, message, {
    ...givenBackUntil(at),
    rateLimit: null,
    ...(turnedAway && { tries: { decrement: 1 } }),
  });
  if (!passing) throw error;
  throw new RescheduleJob(at.getTime() - now.getTime(), error.message);
}

function waitMs(tries: number, error: unknown): number {
  const asked = error instanceof Trouble ? error.retryAfterMs : undefined;
  return asked ?? Math.min(1000 * 2 ** (tries - 1), minutes(5));
}
