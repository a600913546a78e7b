import { active } from "../access/access.ts";
import { consoleUserActor } from "../access/console-user-actor.ts";
import type { Transaction } from "../database.ts";
import type { Request } from "../../generated/prisma/client.ts";
import type { After } from "../outbox/transact.ts";
import { approvable, mayDecideFailed, mayDeny } from "./approvals.ts";
import { addNote } from "./failure-note.ts";
import { invalidateCard, invalidateHome, invalidateMessages } from "./invalidate-card.ts";

/** Marks as out of date what shows a Request, in the transaction that changes it. */
export type Outdating = (tx: Transaction, after: After, request: Request, now: Date) => Promise<void>;

/** Everything that shows how it stands with those who approve it. */
export const invalidateApproval: Outdating = async (tx, after, request, now) => {
  await invalidateMessages(tx, after, { requestId: request.id }, now);
  await invalidateApprovers(tx, after, request, now);
};

/** Calls those who can approve it, from then on, in its thread and on their Homes. */
export const callApproversAnew: Outdating = async (tx, after, request, now) => {
  await addNote(tx, after, request.id, `approval-${request.version}`, now);
  await invalidateApprovers(tx, after, request, now);
};

const invalidateApprovers: Outdating = async (tx, after, { id }, now) => {
  const request = await tx.request.findUniqueOrThrow({ where: { id }, include: approvable });
  const everyone = await tx.consoleUser.findMany({ where: { home: { isNot: null } } });
  const concerned = everyone.filter(
    (user) =>
      user.id === request.requesterId ||
      mayDeny(request, user) ||
      request.votes.some(({ voterId }) => voterId === user.id),
  );
  await invalidateHome(tx, after, { consoleUserIds: concerned.map((user) => user.id) }, now);
};

/**
 * All that shows a Request that had failed before this: its card, the notes of its failures, and the Homes of those who may
 * decide.
 */
export const invalidateFailed: Outdating = async (tx, after, request, now) => {
  await invalidateCard(tx, after, request.id, now);
  const which = { requestId: request.id, key: { startsWith: "failure-" } };
  await invalidateMessages(tx, after, which, now);
  await invalidateDesks(tx, after, request, now);
};

/** Its card, a note for each time that it fails, and the Homes of those who may decide what becomes of it. */
export const tellFailure: Outdating = async (tx, after, request, now) => {
  await invalidateCard(tx, after, request.id, now, { preferLocal: true });
  await addNote(tx, after, request.id, `failure-${request.retried + 1}`, now);
  await invalidateDesks(tx, after, request, now);
};

/** The Homes of those who may decide what becomes of it, but for the requester's, which goes with the card. */
const invalidateDesks: Outdating = async (tx, after, request, now) => {
  const { requesterId } = request;
  const others = await tx.consoleUser.findMany({
    where: { ...active, home: { isNot: null }, ...(requesterId && { id: { not: requesterId } }) },
  });
  const deciders = others.filter((user) => mayDecideFailed(consoleUserActor(user, "job"), request));
  await invalidateHome(tx, after, { consoleUserIds: deciders.map(({ id }) => id) }, now);
};
