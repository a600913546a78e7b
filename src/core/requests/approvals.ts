import { after, hours } from "../clock.ts";
import { accessOf, isActive } from "../console-users/access.ts";
import { allows, type Permission } from "../console-users/permission-grid.ts";
import type { App } from "../context.ts";
import type { Transaction } from "../database.ts";
import type { ConsoleUser, Prisma } from "../generated/prisma/client.ts";

/** What has to be read of a Request to tell whether it is approved, and by whom it may be. */
export const approvable = {
  requester: true,
  account: true,
  votes: { include: { voter: true }, orderBy: { createdAt: "asc" } },
} satisfies Prisma.RequestInclude;

export type Approvable = Prisma.RequestGetPayload<{ include: typeof approvable }>;
export type CastVote = Approvable["votes"][number];

type Judged = Pick<Approvable, "requesterId" | "approverNeeds" | "input" | "beneficiaries">;

/** Neither its requester nor anybody whom it is about or gives something, and with the permission. */
export function mayApprove(request: Judged, user: ConsoleUser): boolean {
  const { requesterId, approverNeeds, beneficiaries } = request;
  if (!isActive(user) || user.id === requesterId || user.id === subjectOf(request)) return false;
  if (beneficiaries.includes(user.emailKey)) return false;
  return approverNeeds !== null && allows(accessOf(user), approverNeeds as Permission);
}

/** The Console User whom a Request is about: nobody approves what is done to themself. */
function subjectOf({ input }: Judged): unknown {
  return typeof input === "object" && input !== null && "consoleUserId" in input
    ? input["consoleUserId"]
    : undefined;
}

/** The approvals that count now: of people who may still approve, or the requester's own who was alone. */
export function approvalsOf(request: Judged & Pick<Approvable, "votes">): CastVote[] {
  return request.votes.filter(
    (vote) =>
      vote.decision === "approve" &&
      (vote.alone ? holdsAlone(request, vote) : mayApprove(request, vote.voter)),
  );
}

function holdsAlone({ requesterId }: Judged, { voterId, voter }: CastVote): boolean {
  return voterId === requesterId && voter.fullAccess && isActive(voter);
}

/** Who goes on alone stands for all that are missing. */
export function isApproved(
  request: Judged & Pick<Approvable, "votes" | "approvalsNeeded">,
  needed: number = request.approvalsNeeded,
): boolean {
  const counted = approvalsOf(request);
  return counted.length >= needed || counted.some(({ alone }) => alone);
}

/** Those who may still approve: who has voted has said it. */
export function approversLeft(
  request: Judged & Pick<Approvable, "votes">,
  everyone: ConsoleUser[],
): ConsoleUser[] {
  return everyone.filter(
    (user) => mayApprove(request, user) && !request.votes.some(({ voterId }) => voterId === user.id),
  );
}

type Waits = Pick<App, "approvalPolicy" | "clock">;

/** A vote counts for as long as the policy lets a request wait. */
export function withFreshVotes<Request extends Pick<Approvable, "votes">>(
  app: Waits,
  request: Request,
): Request {
  const since = freshSince(app);
  return { ...request, votes: request.votes.filter(({ createdAt }) => createdAt > since) };
}

/** What counts no more is dropped, so that whoever cast it can vote anew; the audit remembers. */
export async function dropStaleVotes(app: Waits, tx: Transaction, requestId: string): Promise<void> {
  await tx.vote.deleteMany({ where: { requestId, createdAt: { lte: freshSince(app) } } });
}

/** Of somebody who was removed or frozen, and is back: what they said before says nothing of what is not done yet. */
export async function dropVotesOf(tx: Transaction, voterId: string): Promise<void> {
  const request = { appliedAt: null, status: { in: undecided } };
  await tx.vote.deleteMany({ where: { voterId, request } });
}

const undecided: Prisma.EnumRequestStatusFilter["in"] = ["awaitingApproval", "queued", "failed"];

function freshSince({ approvalPolicy, clock }: Waits): Date {
  return after(clock(), -hours(approvalPolicy.expiresAfterHours));
}
