import type { Card, CardButton, RichText } from "../chat/chat.ts";
import type { App } from "../../context.ts";
import type { Transaction } from "../database.ts";
import type { AuditEvent } from "../../generated/prisma/client.ts";
import type { After } from "../outbox/transact.ts";
import { isolate } from "../text/isolate.ts";
import { requesterName, stillAllowed } from "./requester.ts";
import type { RequestRow } from "./request-kind.ts";
import { nameOf } from "../access/console-user-actor.ts";
import { dueSoon } from "../outbox/outbox.ts";
import { messageTask } from "./invalidate-card.ts";

export const retryRequestAction = "retry-request";
export const cancelFailedAction = "cancel-failed";
export const requestDetailsAction = "request-details";

/** What the thread says of the n-th failure: why, what can be done about it, and, once that is decided, by whom. */
export async function failureNote(app: App, request: RequestRow, which: string): Promise<Card> {
  const failures = Number(which);
  const stands = request.status === "failed" && failures === request.retried + 1;
  const { trouble, decision } = await recorded(app, request, failures);
  const why = trouble ?? request.trouble ?? "The reason was not recorded.";
  return {
    ...cardFrame(request),
    state: "failed",
    title: stands ? "This did not work" : "This did not work at first",
    fields: [],
    note: [
      ...requesterOf(request),
      `: ${why} `,
      ...(stands ? [stillAllowed(request) ? advice : lostAdvice] : decisionWords(decision)),
    ],
    ...(stands && { buttons: failureButtons(request) }),
  };
}

const advice =
  "Retry does only the steps that are left. The buttons are for the requester and for people who manage these.";

const lostAdvice =
  "A retry cannot help, because the requester may no longer do this. Somebody who may do it can send the command.";

/** What can be decided about it; no retry where it could only fail again. */
export function failureButtons(
  request: Pick<RequestRow, "id" | "requester" | "apiClient" | "needs">,
): CardButton[] {
  const retry = { action: retryRequestAction, value: request.id, label: "Retry" };
  return [
    ...(stillAllowed(request) ? [retry] : []),
    { action: cancelFailedAction, value: request.id, label: "Cancel" },
    { action: requestDetailsAction, value: request.id, label: "Details" },
  ];
}

/** The audit keeps what the row has forgotten: the reason of an earlier failure, and who decided. */
async function recorded({ db }: App, { id }: RequestRow, failures: number) {
  const events = await db.auditEvent.findMany({
    where: { requestId: id, action: { in: ["request-failed", "request-retried", "request-cancelled"] } },
    orderBy: { id: "asc" },
  });
  const failed = events.filter(({ action }) => action === "request-failed")[failures - 1];
  const after = failed?.after as { trouble?: string | null } | null | undefined;
  const decision = failed && events.find((one) => one.id > failed.id && one.action !== "request-failed");
  return { trouble: after?.trouble, decision };
}

function decisionWords(decision: AuditEvent | undefined): Exclude<RichText, string> {
  if (!decision) return ["It was tried again: see the card."];
  const { action, actorName, at } = decision;
  if (action === "request-retried")
    return [`Tried again by ${actorName}, `, { time: at }, ". The card shows the result."];
  return [`Cancelled by ${actorName}, `, { time: at }, ". Nothing more is done."];
}

/** What every card shows alike: the state it is in, and who asked. */
export function cardFrame(request: RequestRow): Pick<Card, "state" | "footer"> {
  return {
    state: stateOf(request),
    footer: ["Requested by ", ...requesterOf(request), " · ", { time: request.createdAt }],
  };
}

function stateOf({ status, attempts }: RequestRow): Card["state"] {
  if (status === "queued") return attempts > 0 ? "waiting" : "working";
  if (status === "awaitingApproval" || status === "awaitingValues") return "waiting";
  return status === "done" ? "done" : "failed";
}

export function requesterOf(request: RequestRow): Exclude<RichText, string> {
  const { requester } = request;
  if (!requester) return [isolate(requesterName(request))];
  const name = nameOf(requester);
  return [requester.chatUserId ? { chatUserId: requester.chatUserId, name } : name];
}

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
  const { channelId, chatUserId } = card;
  const message = { requestId, key };
  const { count } = await tx.chatMessage.createMany({
    data: [{ ...message, channelId, chatUserId, createdAt: now, ...dueSoon(now) }],
    skipDuplicates: true,
  });
  if (count > 0) after.dispatch(messageTask(message));
}
