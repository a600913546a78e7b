import { after, hours } from "../time/clock.ts";
import { z } from "zod";
import {
  accessInput,
  accessOf,
  allows,
  isActive,
  isReduced,
  managing,
  noAccess,
  type Permission,
  type PermissionHolder,
} from "../access/access.ts";
import type { App, ConsoleUserActor } from "../../context.ts";
import { isOwn } from "./requester.ts";
import type { Transaction } from "../database.ts";
import type { ConsoleUser, Prisma, Request } from "../../generated/prisma/client.ts";
import type { Approval } from "./approval-policy.ts";

/** What has to be read of a Request to tell whether it is approved, and by whom it may be. */
export const approvable = {
  requester: true,
  apiClient: true,
  account: true,
  votes: { include: { voter: true }, orderBy: { createdAt: "asc" } },
} satisfies Prisma.RequestInclude;

export type Approvable = Prisma.RequestGetPayload<{ include: typeof approvable }>;
export type CastVote = Approvable["votes"][number];

type Judged = Pick<
  Approvable,
  "kind" | "requesterId" | "apiClient" | "approverNeeds" | "input" | "beneficiaries"
>;
type Voted = Judged & Pick<Approvable, "votes">;
type Judging = Pick<App, "clock" | "approvalPolicy">;

/** What a Request says that it needs; undefined where nobody has to approve it. */
export function approvalAsked({
  approvalsNeeded,
  approverNeeds,
}: Pick<Approvable, "approvalsNeeded" | "approverNeeds">): Approval | undefined {
  if (approvalsNeeded === 0) return undefined;
  return { approvals: approvalsNeeded, needs: approverNeeds as Permission };
}

/**
 * Who may deny it, and is neither whom it is about nor anybody whom it gives something; nor whoever made the application that
 * asks, or saw a secret of it: that one could ask in its name.
 */
export function mayApprove(request: Judged, user: ConsoleUser): boolean {
  if (request.apiClient?.knownTo.includes(user.id)) return false;
  if (user.id === subjectOf(request) || request.beneficiaries.includes(user.emailKey)) return false;
  return mayDeny(request, user);
}

/**
 * Somebody else with the permission hears of it, may deny it, and keeps its requester from going on alone: also whom it gives
 * something, or takes rights from. The requester chooses these, and takes nobody out of the way by it.
 */
export function mayDeny(request: Judged, user: ConsoleUser): boolean {
  const { requesterId, approverNeeds } = request;
  if (!isActive(user) || user.id === requesterId) return false;
  if (user.id === subjectOf(request) && !takesRights(request, user)) return false;
  return approverNeeds !== null && allows(accessOf(user), approverNeeds as Permission);
}

const leaves = z.object({ after: accessInput });

/** An input that names no rights leaves none, but for what gives back those that are on record. */
function takesRights({ kind, input }: Judged, user: ConsoleUser): boolean {
  if (kind === "unfreeze-console-user") return false;
  return isReduced(accessOf(user), leaves.safeParse(input).data?.after ?? noAccess);
}

/** The Console User whom a Request is about: nobody approves what is done to themself. */
function subjectOf({ input }: Judged): unknown {
  return typeof input === "object" && input !== null && "consoleUserId" in input
    ? input["consoleUserId"]
    : undefined;
}

/**
 * The approvals that count now: of people who may still approve, or the requester's own who was alone; none that is older
 * than a Request may wait.
 */
export function approvalsOf({ clock, approvalPolicy }: Judging, request: Voted): CastVote[] {
  const oldest = after(clock(), -hours(approvalPolicy.expiresAfterHours));
  return request.votes.filter(
    (vote) =>
      vote.decision === "approve" &&
      vote.createdAt > oldest &&
      (vote.alone ? holdsAlone(request, vote) : mayApprove(request, vote.voter)),
  );
}

function holdsAlone({ requesterId }: Judged, { voterId, voter }: CastVote): boolean {
  return voterId === requesterId && voter.fullAccess && isActive(voter);
}

/**
 * Whether as many have approved as that takes. Who goes on alone stands for all that were missing then, and for nothing of
 * what it needs since.
 */
export function isApproved(
  judging: Judging,
  request: Voted & Pick<Approvable, "approvalsNeeded">,
  { approvals, needs }: Approval,
): boolean {
  const counted = approvalsOf(judging, { ...request, approverNeeds: needs });
  const others = counted.filter(({ alone }) => !alone);
  const grown = approvals > request.approvalsNeeded || needs !== request.approverNeeds;
  return others.length >= approvals || (!grown && others.length < counted.length);
}

/** Where a Request waits again, whoever went on alone is asked anew: it may need more by now, or somebody else be there. */
export async function dropLoneVote(tx: Transaction, requestId: string): Promise<void> {
  await tx.vote.deleteMany({ where: { requestId, alone: true } });
}

/** Whether somebody has said what counts: who approved what no longer does may say so again. */
export function hasDecided(judging: Judging, request: Voted, userId: string): boolean {
  const counted = approvalsOf(judging, request);
  return request.votes.some(
    (vote) => vote.voterId === userId && (vote.decision === "deny" || counted.includes(vote)),
  );
}

/** Those who may still approve or deny: who has voted has said it. */
export function decidersLeft(judging: Judging, request: Voted, everyone: ConsoleUser[]): ConsoleUser[] {
  return everyone.filter((user) => mayDeny(request, user) && !hasDecided(judging, request, user.id));
}

/** For so long something of what is done can still be shown, such as a password: no kind has it longer. */
const shownForMs = hours(24);

/**
 * Of somebody who was removed or frozen, and is back: what they said before says nothing of what is not done yet, nor of what
 * can still be shown. The audit keeps it.
 */
export async function dropVotesOf(tx: Transaction, voterId: string, now: Date): Promise<void> {
  const waits = { appliedAt: null, status: { in: undecided } };
  const shows = { status: "done" as const, finishedAt: { gt: after(now, -shownForMs) } };
  await tx.vote.deleteMany({ where: { voterId, request: { OR: [waits, shows] } } });
}

const undecided: Prisma.EnumRequestStatusFilter["in"] = ["awaitingApproval", "queued", "failed"];

type Decided = Pick<Request, "requesterId" | "apiClientId" | "needs">;

/**
 * Whether somebody may decide what becomes of a Request that failed: its requester, who still has what it needs, and whoever
 * has `manage` of its area.
 */
export function mayDecideFailed(
  who: PermissionHolder & Pick<ConsoleUserActor, "kind" | "id">,
  request: Decided,
): boolean {
  const { needs } = request;
  const own = isOwn(request, who);
  // Of older rows nobody knows what they need: the job that runs them does.
  if (!needs) return own || who.fullAccess;
  return allows(who, managing(needs as Permission)) || (own && allows(who, needs as Permission));
}
