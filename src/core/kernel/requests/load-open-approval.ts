import { recordAudit } from "../audit/record-audit.ts";
import { nameOf } from "../access/console-user-actor.ts";
import { isOwn } from "./requester.ts";
import { accessOf, isActive, whyInactive, type Permission } from "../access/access.ts";
import { readStandings } from "./chat-standing.ts";
import { requirePermission } from "../access/require-access-change.ts";
import type { ConsoleUserActor, Context } from "../../context.ts";
import { DomainError } from "../errors.ts";
import type { ConsoleUser } from "../../generated/prisma/client.ts";
import { type Approvable, approvable, mayApprove, mayDeny } from "./approvals.ts";

/** A Request that waits for approvals, for one who may give them. Throws forbidden, audited, then conflict and expired. */
export function loadForApprover(ctx: Context<ConsoleUserActor>, requestId: string): Promise<Approvable> {
  return loadForDecider(ctx, requestId, mayApprove);
}

/** The same for one who may deny it. */
export function loadForDenier(ctx: Context<ConsoleUserActor>, requestId: string): Promise<Approvable> {
  return loadForDecider(ctx, requestId, mayDeny);
}

async function loadForDecider(
  ctx: Context<ConsoleUserActor>,
  requestId: string,
  may: typeof mayApprove,
): Promise<Approvable> {
  const request = await loadApprovable(ctx, requestId);
  if (ctx.actor.kind === "api-client")
    throw await refused(ctx, request, "People approve and deny, in Slack.");
  if (request.requesterId === ctx.actor.id)
    throw await refused(ctx, request, "You cannot approve your own request. Its thread shows who can.");
  await requirePermission(
    ctx,
    (request.approverNeeds ?? "users:manage") as Permission,
    `approve ${request.kind}`,
  );
  const voter = await ctx.db.consoleUser.findUniqueOrThrow({ where: { id: ctx.actor.id } });
  if (!may(request, voter)) throw await refused(ctx, request, notTheirs(request, voter));
  requireOpen(ctx, request);
  // Before a vote counts, and with it those before: somebody may have left the workspace since they were read.
  await readStandings(ctx, [voter, ...request.votes.map((vote) => vote.voter)]);
  const now = await ctx.db.consoleUser.findUniqueOrThrow({ where: { id: ctx.actor.id } });
  if (!may(request, now)) throw await refused(ctx, request, notTheirs(request, now));
  return loadApprovable(ctx, requestId);
}

function notTheirs(request: Approvable, voter: ConsoleUser): string {
  const why = whyInactive(voter);
  if (why) return `${nameOf(voter)} ${why}, and cannot decide.`;
  const deny = mayDeny(request, voter) ? " You can deny it." : "";
  if (request.apiClient?.knownTo.includes(voter.id))
    return `You made the application ${request.apiClient.name}, or have seen a secret of it, so somebody else has to approve what it asks for.${deny}`;
  return `This is about you, so somebody else has to approve it.${deny}`;
}

/** The same for its requester. */
export async function loadForRequester(
  ctx: Context<ConsoleUserActor>,
  requestId: string,
): Promise<Approvable> {
  const request = await loadApprovable(ctx, requestId);
  if (isOwn(request, ctx.actor)) return request;
  throw await refused(ctx, request, "This is only for the requester.");
}

async function loadApprovable({ db }: Context, id: string): Promise<Approvable> {
  const request = await db.request.findUnique({ where: { id }, include: approvable });
  if (request) return request;
  throw new DomainError("not-found", "This request no longer exists.");
}

export function requireOpen({ clock }: Pick<Context, "clock">, request: Approvable): void {
  if (request.status !== "awaitingApproval") throw decidedAlready(request);
  if (request.expiresAt && request.expiresAt <= clock()) throw tooLate;
}

/** Audits that somebody tried, and returns what to throw. */
export async function refused(
  ctx: Context<ConsoleUserActor>,
  { id, kind, accountId }: Approvable,
  sentence: string,
): Promise<DomainError> {
  await recordAudit(ctx.db, ctx, {
    action: "refused",
    subject: { kind: "request", id, name: kind },
    requestId: id,
    accountId,
    after: { because: sentence },
  });
  return new DomainError("forbidden", sentence);
}

const tooLate = new DomainError("expired", "This waited too long. The requester can send it again.");

/** What whoever comes second is told. */
export function decidedAlready({ status, votes, approvedAt }: Approvable): DomainError {
  const by = (decision: "approve" | "deny") =>
    votes
      .filter((vote) => vote.decision === decision)
      .map(({ voter }) => nameOf(voter))
      .join(", ");
  if (status === "denied")
    return new DomainError("conflict", `Already denied by ${by("deny")}. Nothing was added.`);
  if (status === "expired") return tooLate;
  if (status === "cancelled")
    return new DomainError("conflict", "This was cancelled in the meantime. Nothing was added.");
  const names = by("approve");
  return new DomainError(
    "conflict",
    approvedAt && names
      ? `Already approved by ${names}. Nothing was added.`
      : "This is not waiting for approval.",
  );
}

export function hasFullAccess({ requester }: Approvable): boolean {
  return requester !== null && isActive(requester) && accessOf(requester).fullAccess;
}
