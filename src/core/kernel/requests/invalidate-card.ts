import type { App } from "../../context.ts";
import type { Transaction } from "../database.ts";
import { Prisma, type ChatMessage, type Request } from "../../generated/prisma/client.ts";
import { dispatch, type After, transact } from "../outbox/transact.ts";
import { dueSoon, type Outbox } from "../outbox/outbox.ts";
import { pipelined } from "../pipelined.ts";
import type { Task } from "../outbox/queue.ts";
import { type At, run, statement } from "../statement.ts";

export const homeJobName = "reconcile-home";
export const runRequestJobName = "run-request";
export const messageJobName = "reconcile-message";

/** Homes whose row has changed since they were drawn. */
export const homeOutbox: Outbox<{ consoleUserId: string }> = {
  table: "Home",
  id: "consoleUserId",
  open: Prisma.sql`"observedGeneration" < "generation"`,
  columns: ["consoleUserId"],
  task: homeTask,
  pollMs: 1_000,
};

/** Whose Home a change touches: these Console Users, or whoever made these Requests. */
type Whose = { consoleUserIds: string[] } | { requestIds: string[] };

/** What changes within so long of each other is shown by one drawing: the chat counts them, and each reads all that a Home shows. */
export const debounceMs = 500;

/**
 * Marks Homes as out of date, in the transaction of the change. Who never opened theirs has none;
 * whose Home was out of date already has a job to come, and that one shows this change as well.
 */
export async function invalidateHome(tx: Transaction, after: After, whose: Whose, now: Date): Promise<void> {
  const homeDueAt = homeDue(now);
  const homes =
    "requestIds" in whose
      ? await run(tx, homesOfRequests, { ids: whose.requestIds, homeDueAt })
      : await run(tx, homesOfUsers, { ids: whose.consoleUserIds, homeDueAt });
  after.dispatch(...homeTasks(homes));
}

export interface TouchedHome {
  consoleUserId: string;
  /** Before this change: whose Home was not has its task already. */
  wasDrawn: boolean;
}

export const homeDue = (now: Date): Date => dueSoon(now, debounceMs).dueAt;

/** In a statement: marks these Homes as out of date, and returns a TouchedHome each. */
export function homeText<Values extends { homeDueAt: Date }>(at: At<Values>, which: string): string {
  return `
    UPDATE "Home" SET
      "generation" = "generation" + 1,
      "dueAt" = CASE WHEN "observedGeneration" = "generation" THEN ${at("homeDueAt")}::timestamptz ELSE "dueAt" END,
      "recoveries" = CASE WHEN "observedGeneration" = "generation" THEN 0 ELSE "recoveries" END
    WHERE ${which}
    RETURNING "consoleUserId", "observedGeneration" + 1 = "generation" AS "wasDrawn"`;
}

interface Homes {
  ids: string[];
  homeDueAt: Date;
}
const homesOfUsers = statement<Homes, TouchedHome>((at) =>
  homeText(at, `"consoleUserId" = ANY(${at("ids")}::uuid[])`),
);
const homesOfRequests = statement<Homes, TouchedHome>((at) =>
  homeText(
    at,
    `"consoleUserId" IN (SELECT "requesterId" FROM "Request" WHERE "id" = ANY(${at("ids")}::uuid[]))`,
  ),
);

/** What draws them, where nothing else is about to. */
export function homeTasks(homes: TouchedHome[]): Task[] {
  const drawn = homes.filter(({ wasDrawn }) => wasDrawn);
  return drawn.map((home) => ({ ...homeTask(home), delayMs: debounceMs }));
}

export function homeTask({ consoleUserId }: { consoleUserId: string }): Task {
  return { lane: "messages", name: homeJobName, payload: { consoleUserId } };
}

/** Requests that are to be run. */
export const requestOutbox: Outbox<Pick<Request, "id">> = {
  table: "Request",
  id: "id",
  open: Prisma.sql`"status" = 'queued'`,
  columns: [],
  task: requestTask,
};

/** Messages whose row says more than the chat shows. */
export const messageOutbox: Outbox<Pick<ChatMessage, "requestId" | "key">> = {
  table: "ChatMessage",
  id: "id",
  open: Prisma.sql`"observedGeneration" < "generation" AND "givenUpAt" IS NULL`,
  columns: ["requestId", "key"],
  task: messageTask,
  // Whoever draws it is done in a moment.
  pollMs: 1_000,
};

export function requestTask({ id }: Pick<Request, "id">): Task {
  return { lane: "requests", name: runRequestJobName, payload: { requestId: id } };
}

export function messageTask({ requestId, key }: Pick<ChatMessage, "requestId" | "key">): Task {
  return { lane: "messages", name: messageJobName, payload: { requestId, key } };
}

/** Marks a Request's card as out of date, and its requester's Home, in the transaction of the change. */
export async function invalidateCard(
  tx: Transaction,
  after: After,
  requestId: string,
  now: Date,
  how: Drawing = {},
): Promise<void> {
  await pipelined(
    () => invalidateMessages(tx, after, { requestId, key: "card" }, now, how),
    () => invalidateHome(tx, after, { requestIds: [requestId] }, now),
  );
}

interface Drawing {
  /** By this process, if it works on jobs. */
  preferLocal?: boolean;
}

/** Marks messages of a Request as out of date: its card, or notes in its thread. What was given up is tried anew. */
export async function invalidateMessages(
  tx: Transaction,
  after: After,
  which: { requestId: string; key?: Prisma.StringFilter | string },
  now: Date,
  { preferLocal = false }: Drawing = {},
): Promise<void> {
  const messages = await tx.chatMessage.updateManyAndReturn({
    where: which,
    data: { generation: { increment: 1 }, givenUpAt: null, ...dueSoon(now) },
    select: { requestId: true, key: true },
  });
  after.dispatch(...messages.map((message) => ({ ...messageTask(message), preferLocal })));
}

/**
 * Dispatches what a Request still has to say. A worker that died between the end of a Request and its tasks leaves it so, and
 * the job that takes over finds nothing else to do.
 */
export async function dispatchUndrawn(app: App, requestId: string): Promise<void> {
  const undrawn = await app.db.chatMessage.findMany({
    where: { requestId, givenUpAt: null, observedGeneration: { lt: app.db.chatMessage.fields.generation } },
    select: { requestId: true, key: true },
  });
  await dispatch(app, undrawn.map(messageTask));
}

/** Has everything redrawn that waits for approvals, after a change of who may give them. */
export async function invalidateWaiting(app: App): Promise<void> {
  if ((await app.db.request.count({ where: { status: "awaitingApproval" } })) === 0) return;
  await transact(app, (tx, after) => markWaiting(tx, after, app.clock()));
}

/** The same without a queue, in the transaction of the change, for the command line: the sweep draws. */
export function markWaitingForSweep(tx: Transaction, now: Date): Promise<void> {
  return markWaiting(tx, { dispatch: () => undefined }, now);
}

async function markWaiting(tx: Transaction, after: After, now: Date): Promise<void> {
  const waiting = await tx.request.findMany({
    where: { status: "awaitingApproval" },
    select: { id: true },
    orderBy: { id: "asc" },
  });
  if (waiting.length === 0) return;
  for (const { id } of waiting) await invalidateMessages(tx, after, { requestId: id }, now);
  const homes = await tx.home.findMany({ select: { consoleUserId: true } });
  const consoleUserIds = homes.map(({ consoleUserId }) => consoleUserId);
  await invalidateHome(tx, after, { consoleUserIds }, now);
}

/**
 * Has the cards of temporary grants, and the offers in their threads, say what has become of them: before the audit, in
 * the transaction of the change.
 */
export async function invalidateGrants(
  tx: Transaction,
  after: After,
  which: Prisma.AdministratorGrantWhereInput,
  now: Date,
): Promise<void> {
  const grants = await tx.administratorGrant.findMany({
    where: { ...which, endsAt: { not: null }, requestId: { not: null } },
    select: { requestId: true },
    orderBy: { id: "asc" },
  });
  for (const requestId of new Set(grants.flatMap((grant) => grant.requestId ?? []))) {
    await invalidateCard(tx, after, requestId, now);
    await invalidateMessages(tx, after, { requestId, key: "ending" }, now);
  }
}

/** Has the offers to extend earlier grants of these Memberships say that they go on. */
export function invalidateOffers(
  tx: Transaction,
  after: After,
  membershipIds: string[],
  now: Date,
): Promise<void> {
  const membershipId = { in: membershipIds };
  return invalidateGrants(tx, after, { membershipId, endedAt: null, endSaidAt: { not: null } }, now);
}
