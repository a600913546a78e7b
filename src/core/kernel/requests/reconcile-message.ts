import { type Job, RescheduleJob } from "../outbox/job.ts";
import { type CardContent, kindOf, type RequestKind, type RequestRow, requestParts } from "./request-kind.ts";
import { z } from "zod";
import type { Card, RichText, Posted } from "../chat/chat.ts";
import { after, minutes } from "../time/clock.ts";
import type { App } from "../../context.ts";
import type { ChatMessage, SecretLink } from "../../generated/prisma/client.ts";
import { LeaseLost, requireLease, requireNothingLeft, takeLease, whileLeased } from "../outbox/lease.ts";
import { dueSoon, givenBackUntil, released } from "../outbox/outbox.ts";
import { cloudFields } from "./cloud-field.ts";
import { cloudNote } from "./cloud-note.ts";
import { ExternalError } from "../external-error.ts";
import { isFile, sendAdministrators, planToShow } from "./administrators-to-be.ts";
import { callApprovers, readApprovers } from "./call-approvers.ts";
import { cardOfThread, type TakenMessage, upsertMessage, writeBack } from "./upsert-message.ts";
import { cardFrame, failureNote } from "./failure-note.ts";
import { messageJobName, messageOutbox } from "./invalidate-card.ts";
import { observe } from "./sql/observe-message.ts";
import { run } from "../statement.ts";
import {
  approvalNote,
  decisionNote,
  reminderNote,
  loadVotes,
  approverNames,
  endWords,
} from "./approval-note.ts";
import { shorten } from "../text/mrkdwn.ts";
import { requesterActor } from "./requester.ts";
import { isolate } from "../text/isolate.ts";
import type { Approvable } from "./approvals.ts";
import { waitsForWords } from "./waits-for-words.ts";
import { oneLine } from "../text/one-line.ts";

/** The notes that any Request may have, by the first word of their key; each drawn from the row as it is now. */
const standardNotes: Record<string, StandardNote | undefined> = {
  failure: (app, _kind, request, which) => failureNote(app, request, which),
  approval: approvalNote,
  reminder: (app, _kind, request) => reminderNote(app, request),
  cloud: (app, _kind, request, which) => cloudNote(app, request, which),
  decision: (app, _kind, request) => decisionNote(app, request),
};

/** `which` is what follows the first word of the key. */
type StandardNote = (
  app: App,
  kind: RequestKind<unknown>,
  request: RequestRow,
  which: string,
) => Card | Promise<Card>;

/** What a message in the thread says: a note that every Request may have, or one of its kind's own. */
async function noteCard(
  app: App,
  kind: RequestKind<unknown>,
  request: RequestRow,
  key: string,
): Promise<Card> {
  const [name = "", which = ""] = key.split("-");
  const standard = standardNotes[name];
  if (standard) return standard(app, kind, request, which);
  const note = await kind.note?.(app, name, request, kind.input.parse(request.input));
  if (!note) throw new Error(`No note “${name}” in ${kind.kind}`);
  return note;
}

const messagePayload = z.object({ requestId: z.uuid(), key: z.string() });
type MessagePayload = z.infer<typeof messagePayload>;

/** The job of every message of every kind of Request. */
export const reconcileMessageJob: Job<MessagePayload> = {
  name: messageJobName,
  lane: "messages",
  payload: messagePayload,
  run: reconcileMessage,
};

const triesAtMost = 30;
/** A chat that is away, or that takes no token of ours, is tried for three days: about five minutes apart, see `waitMs`. */
const passingTriesAtMost = 870;

/**
 * Brings one message in the chat up to what its row says now: posts it, or updates it in place. The lease of
 * the row keeps two workers from posting it twice.
 */
async function reconcileMessage(app: App, payload: MessagePayload): Promise<void> {
  const message = await lease(app, payload);
  if (message) await drawTaken(app, message);
}

/** What whoever has just written it knows of a card: nobody has to read it again. */
export interface Known {
  request: RequestRow;
  mailed: SecretLink;
}

/** The same for one that is leased already. */
export async function drawTaken(app: App, message: TakenMessage, known?: Known): Promise<void> {
  await whileLeased(app, messageOutbox, message.id, message, () => reconcileLeased(app, message, known));
}

async function reconcileLeased(app: App, message: TakenMessage, known: Known | undefined): Promise<void> {
  try {
    const request =
      known?.request ??
      (await app.db.request.findUniqueOrThrow({
        where: { id: message.requestId },
        include: requestParts,
      }));
    const attributes = { "cyclr.request_id": request.id, "cyclr.tries": message.tries };
    await app.tracing.resume(request.traceParent, `message ${message.key}`, { attributes }, () =>
      draw(app, message, request, known),
    );
  } catch (error) {
    await retryOrFail(app, message, error);
  }
}

async function draw(
  app: App,
  message: TakenMessage,
  request: RequestRow,
  known: Known | undefined,
): Promise<void> {
  if (isFile(message)) return reconcileFile(app, request, message);
  const thread = await cardOfThread(app, message);
  await readApprovers(app, request, message);
  const card = await cardOf(app, request, message, known?.mailed);
  const posted = await upsertMessage(app, message, { card, thread });
  await callApprovers(app, request, message, posted);
  await record(app, message, posted);
}

/** What was not sent leaves no row, so that the next drawing of its note asks for it anew. */
async function reconcileFile(app: App, request: RequestRow, message: ChatMessage): Promise<void> {
  const sent = await sendAdministrators(app, request, message);
  if (sent) return record(app, message, sent);
  await app.db.chatMessage.deleteMany({ where: { id: message.id, lease: message.lease } });
}

async function lease(app: App, which: MessagePayload): Promise<ChatMessage | undefined> {
  // Counted before it is tried: see `postOnce`.
  const also = `"tries" = "tries" + 1`;
  const message = await takeLease<ChatMessage>(app, messageOutbox, which, { also });
  if (!message) await requireNothingLeft(app, messageOutbox, which);
  return message;
}

async function cardOf(
  app: App,
  request: RequestRow,
  message: ChatMessage,
  mailed: SecretLink | undefined,
): Promise<Card> {
  const kind = kindOf(app, request);
  if (message.key !== "card") return noteCard(app, kind, request, message.key);
  const said = await kind.card(app, request, kind.input.parse(request.input), mailed);
  const words = { ...said, fields: [...said.fields, ...(await cloudFields(app, request.id))] };
  return { ...cardFrame(request), ...(await approvalCard(app, kind, request, words)) };
}

async function record(app: App, message: ChatMessage, posted: Posted): Promise<void> {
  const now = app.clock();
  const { id, lease, generation, postedAt } = message;
  const { channelId: postedTo, messageId: postedId } = posted;
  const drawn = { id, lease, generation, postedTo, postedId, postedAt: postedAt ?? now };
  const written = await run(app.db, observe, { ...drawn, dueAt: dueSoon(now).dueAt });
  requireLease({ count: written.length });
  if (written.some(({ isChanged }) => isChanged)) throw new RescheduleJob(0, "changed while it was drawn");
}

async function retryOrFail(app: App, message: ChatMessage, error: unknown): Promise<void> {
  if (error instanceof RescheduleJob || error instanceof LeaseLost) throw error;
  const now = app.clock();
  const retryable = error instanceof ExternalError && error.retryable;
  const most = retryable ? passingTriesAtMost : triesAtMost;
  if (message.tries >= most || (error instanceof ExternalError && !retryable)) {
    await writeBack(app, message, { ...released, givenUpAt: now });
    app.log.error({ err: error, requestId: message.requestId, key: message.key }, "message given up");
    return;
  }
  app.metrics.count("cyclr_retries_total", { what: "message" });
  const at = after(now, waitMs(message.tries, error));
  // What was asked to come later has not arrived: it is no try.
  const turnedAway = error instanceof ExternalError && error.retryAfterMs !== undefined;
  await writeBack(app, message, {
    ...givenBackUntil(at),
    rateLimit: null,
    ...(turnedAway && { tries: { decrement: 1 } }),
  });
  if (!retryable) throw error;
  throw new RescheduleJob(at.getTime() - now.getTime(), error.message);
}

function waitMs(tries: number, error: unknown): number {
  const asked = error instanceof ExternalError ? error.retryAfterMs : undefined;
  return asked ?? Math.min(1000 * 2 ** Math.min(tries - 1, 20), minutes(5));
}

/** What a kind's card says, with what every card says of approvals, of the reason and of a sensitive Account. */
async function approvalCard(
  app: App,
  kind: RequestKind<unknown>,
  row: RequestRow,
  words: CardContent,
): Promise<CardContent> {
  const { status, approvalsNeeded } = row;
  const request = approvalsNeeded > 0 ? await loadVotes(app, row) : undefined;
  const open = status === "awaitingApproval";
  const fields = [
    ...words.fields,
    ...because(row, words),
    ...(await sensitive(app, kind, row, open)),
    ...approvedBy(request),
  ];
  if (!request || (!open && status !== "denied" && status !== "expired")) return { ...words, fields };
  return {
    ...words,
    fields,
    note: open ? await openNote(app, request) : endWords(request),
  };
}

async function openNote(app: App, request: Approvable): Promise<RichText> {
  const words = await waitsForWords(app, request, { mentioning: false });
  return [...words, " People who can approve it decide in its thread, or in their Home."];
}

function because({ reason }: RequestRow, { fields }: CardContent): CardContent["fields"] {
  return reason && !fields.some(([label]) => label === "Because")
    ? [["Because", isolate(oneLine(reason))]]
    : [];
}

/** The Account's warning; while it waits, those of every Account that it touches. */
async function sensitive(
  app: App,
  kind: RequestKind<unknown>,
  request: RequestRow,
  open: boolean,
): Promise<CardContent["fields"]> {
  const { account } = request;
  const actor = requesterActor(request);
  if (open && actor) {
    const plan = await planToShow(app, kind, request, actor);
    const warnings = plan?.warnings ?? [];
    return warnings.map((warning) => ["⚠ Warning", isolate(warning)]);
  }
  return account?.sensitiveBecause
    ? [["⚠ Sensitive", isolate(shorten(oneLine(account.sensitiveBecause), 300))]]
    : [];
}

function approvedBy(request: Approvable | undefined): CardContent["fields"] {
  return request?.approvedAt ? [["Approved by", approverNames(request)]] : [];
}
