import { after, days } from "../time/clock.ts";
import { accessInput, accessOf, isActive, allows, type Permission } from "../access/access.ts";
import { nameOf } from "../access/console-user-actor.ts";
import type { App, ConsoleUserActor, Context } from "../../context.ts";
import type { ConsoleUser } from "../../generated/prisma/client.ts";
import { type Approvable, decidersLeft, hasDecided, mayApprove } from "./approvals.ts";
import { hasFullAccess, loadForRequester, refused, requireOpen } from "./load-open-approval.ts";
import { z } from "zod";
import { readStandings } from "./chat-standing.ts";
import { DomainError } from "../errors.ts";
import { decideRequest, requireCurrent, unlessRaced } from "./decide-request.ts";
import { enterQueueOrApproval } from "./enter-queue-or-approval.ts";
import { hint } from "../text/command-hint.ts";

/** So long somebody counts whom the requester has removed or reduced, or who was never linked to Slack after a first mail. */
const countsForMs = days(7);

export interface InTheWay {
  user: ConsoleUser;
  because: "approver" | "concerned" | "not-linked" | "frozen" | "removed" | "reduced";
  /** When they no longer are; undefined where time alone does not end it. */
  until?: Date;
}

type Asking = Pick<App, "db" | "clock" | "approvalPolicy">;

/**
 * Everyone who keeps a requester with Full Access from going on alone: those who can approve or deny, and those who could if
 * they had not been frozen, or removed or reduced by that same requester. Taking approvers away is so no way round them, nor is
 * giving them something.
 */
export async function inTheWayOf(app: Asking, request: Approvable): Promise<InTheWay[]> {
  const everyone = await app.db.consoleUser.findMany({ orderBy: { createdAt: "asc" } });
  const now = app.clock();
  const standing = everyone.flatMap((user) => standsInTheWay(app, request, user, now));
  const taken = await takenAway(app, request, everyone, now);
  return [...standing, ...taken.filter(({ user }) => !standing.some((one) => one.user.id === user.id))];
}

function standsInTheWay(app: Asking, request: Approvable, user: ConsoleUser, now: Date): InTheWay[] {
  // A vote that was cast before they were frozen counts no more, and they do.
  const unfrozen = { ...user, frozenAt: null };
  if (user.frozenAt)
    return decidersLeft(app, { ...request, votes: [] }, [unfrozen]).length > 0
      ? [{ user, because: "frozen" }]
      : [];
  if (decidersLeft(app, request, [user]).length === 0) return [];
  const [linked, concerned] = [user.chatUserId !== null, !mayApprove(request, user)];
  const because = concerned ? "concerned" : linked ? "approver" : "not-linked";
  if (linked || user.calledAt === null) return [{ user, because }];
  const until = after(user.calledAt, countsForMs);
  return until > now ? [{ user, because, until }] : [];
}

const takingAway = ["console-user-removed", "console-permissions-changed"];

/** The audit knows whom the requester took away: what it says cannot be undone by them. */
async function takenAway(
  { db }: Asking,
  { requesterId, approverNeeds }: Approvable,
  everyone: ConsoleUser[],
  now: Date,
): Promise<InTheWay[]> {
  if (!requesterId || !approverNeeds) return [];
  const events = await db.auditEvent.findMany({
    where: {
      actorId: requesterId,
      action: { in: takingAway },
      subjectId: { not: requesterId },
    },
    orderBy: { id: "desc" },
  });
  const requests = await db.request.findMany({
    where: { id: { in: events.flatMap(({ requestId }) => requestId ?? []) } },
    select: { id: true, appliedAt: true },
  });
  return events.flatMap(({ action, subjectId, before, at, requestId }): InTheWay[] => {
    const user = everyone.find(({ id }) => id === subjectId);
    const doneAt = requests.find(({ id }) => id === requestId)?.appliedAt ?? at;
    const until = after(doneAt, countsForMs);
    if (until <= now) return [];
    if (!user || (isActive(user) && allows(accessOf(user), approverNeeds as Permission))) return [];
    const removed = action === "console-user-removed";
    // Who was added again since then is counted by what they may do now.
    if (removed && !user.removedAt) return [];
    const had = removed ? accessOf(user) : accessInput.safeParse(before).data;
    if (!had || !allows(had, approverNeeds as Permission)) return [];
    return [{ user, because: removed ? "removed" : "reduced", until }];
  });
}

/** Those who could decide if the chat had them: how it stands to them may have changed since it was last read. */
export async function possibleDeciders(app: Asking, request: Approvable): Promise<ConsoleUser[]> {
  const linked = await app.db.consoleUser.findMany({
    where: { removedAt: null, frozenAt: null, chatUserId: { not: null } },
    orderBy: { createdAt: "asc" },
  });
  return linked.filter((user) => decidersLeft(app, request, [{ ...user, chatExcluded: null }]).length > 0);
}

/**
 * Whether a requester with Full Access is offered to go on alone: nobody is in the way but those whom time takes out of it, so
 * that the offer does not have to appear at a moment at which nothing else is drawn.
 */
export async function offersToGoOnAlone(app: Asking, request: Approvable): Promise<boolean> {
  if (request.status !== "awaitingApproval" || !hasFullAccess(request)) return false;
  return (await inTheWayOf(app, request)).every(({ until }) => until !== undefined);
}

/** Why nobody goes on alone, by name: "Mia is frozen, and still counts." */
export function inTheWayWords({ user, because }: InTheWay): string {
  const sentences = {
    approver: "can.",
    concerned: "cannot approve this, since it concerns them, but may deny it.",
    "not-linked": `can approve this once they have sent ${hint()} in Slack.`,
    frozen: "is frozen, and still counts.",
    removed: "was removed by the requester less than 7 days ago, and still counts.",
    reduced: "lost the permission through the requester less than 7 days ago, and still counts.",
  };
  return `${nameOf(user)} ${sentences[because]}`;
}

/** What has to be typed, so that nobody goes on alone by a slip. */
export const aloneWords = "I am the only one";

const normal = (text: string) => text.trim().replace(/\s+/gu, " ").toLowerCase();

export const aloneForm = z.object({
  typed: z
    .string({ error: `Type “${aloneWords}” to go on.` })
    .refine((text) => normal(text) === normal(aloneWords), `Type “${aloneWords}” to go on.`),
});

/**
 * A requester with Full Access goes on alone, where nobody is left who could approve: marked as such in the vote and the
 * audit. Throws forbidden, audited, and conflict.
 */
export function approveAlone(
  ctx: Context<ConsoleUserActor>,
  requestId: string,
  { typed }: z.infer<typeof aloneForm>,
): Promise<boolean> {
  return unlessRaced(async () => {
    const request = await loadForRequester(ctx, requestId);
    requireOpen(ctx, request);
    await requireCurrent(ctx, request);
    await requireAlone(ctx, request);
    if (hasDecided(ctx, request, ctx.actor.id))
      throw new DomainError("conflict", "You have already confirmed this.");
    const now = ctx.clock();
    return decideRequest(ctx, request, {
      vote: { decision: "approve", alone: true, reason: typed },
      as: "approveAlone",
      data: { ...enterQueueOrApproval(ctx, false, now), approvedAt: now },
      after: { alone: true, typed },
    });
  });
}

/** Throws forbidden, audited, naming who is in the way. The chat is asked anew who of those who could approve is still there. */
async function requireAlone(ctx: Context<ConsoleUserActor>, request: Approvable): Promise<void> {
  if (!hasFullAccess(request))
    throw await refused(ctx, request, "You have no Full Access, so you cannot go on alone.");
  await readStandings(ctx, await possibleDeciders(ctx, request));
  const [first, ...others] = await inTheWayOf(ctx, request);
  if (!first) return;
  const lead = first.because === "approver" ? "Somebody else can approve this" : "You cannot go on alone";
  const more = others.length > 0 ? ` Besides: ${others.map(({ user }) => nameOf(user)).join(", ")}.` : "";
  throw await refused(ctx, request, `${lead}: ${inTheWayWords(first)}${more}`);
}
