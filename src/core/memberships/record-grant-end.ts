import { type Auditing, recordAudit, by } from "../kernel/audit/record-audit.ts";
import type { Transaction } from "../kernel/database.ts";
import type { Prisma } from "../generated/prisma/client.ts";
import { type After, transact } from "../kernel/outbox/transact.ts";
import { addNote } from "../kernel/requests/failure-note.ts";
import { auditedStanding, type Standing, standingAt, standingWords } from "../kernel/levels/require-level.ts";
import { invalidateGrants } from "../kernel/requests/invalidate-card.ts";
import type { App, ConsoleUserActor, Context } from "../context.ts";
import { activeAt } from "../kernel/levels/active-grant.ts";
import { systemActor } from "../kernel/audit/system-actor.ts";
import { accountLabel } from "../kernel/names/account-name.ts";
import { requirePermission, requirePermissionNow } from "../kernel/access/require-access-change.ts";
import { DomainError } from "../kernel/errors.ts";

const include = { membership: { include: { user: true, account: true, grants: true } } } as const;
type Grant = Prisma.AdministratorGrantGetPayload<{ include: typeof include }>;

export interface GrantEnd {
  grant: Grant;
  /** What the User is from then on. */
  after: Standing;
  /** No other Administrator is left on the Account. */
  last: boolean;
}

interface Ending {
  now: Date;
  /** Who ends it before its time. Left out where its time has run out. */
  by?: string;
}

/**
 * Records that a grant has ended, once: audits it with the level before and after, and has its card and thread say so.
 * Undefined where somebody else was first, or where it has not ended.
 */
export async function recordGrantEnd(
  tx: Transaction,
  follow: After,
  who: Auditing,
  id: string,
  { now, by }: Ending,
): Promise<GrantEnd | undefined> {
  // One at a time in an Account: of two that end at once the second sees that nothing is left.
  await tx.$queryRaw`SELECT a."id" FROM "Account" a JOIN "Membership" m ON m."accountId" = a."id"
    JOIN "AdministratorGrant" g ON g."membershipId" = m."id" WHERE g."id" = ${id}::uuid FOR UPDATE OF a`;
  const ended = by === undefined ? { endedAt: now } : { endedAt: now, endsAt: now, endedBy: by };
  const { count } = await tx.administratorGrant.updateMany({
    where: {
      id,
      endedAt: null,
      startsAt: { lte: now },
      endsAt: by === undefined ? { lte: now } : { gt: now },
    },
    data: ended,
  });
  if (count === 0) return undefined;
  const grant = await tx.administratorGrant.findUniqueOrThrow({ where: { id }, include });
  const { user, account, grants } = grant.membership;
  const at = grant.endsAt ?? now;
  const after = standingAfter(grants, grant.id, at);
  await invalidateGrants(tx, follow, { id }, now);
  if (grant.requestId) await addNote(tx, follow, grant.requestId, "ended", now);
  const last = after.level === "Access" && (await otherAdministrators(tx, grant.membership, at)) === 0;
  await recordAudit(tx, who, {
    action: by === undefined ? "administrator-ended" : "administrator-returned",
    subject: { kind: "user", id: user.id, name: user.username },
    accountId: account.id,
    requestId: grant.requestId,
    before: { level: "Administrator" },
    after: auditedStanding(after),
  });
  return { grant, after, last };
}

/** Of grants that end at the same moment, each but the last to be recorded is outlived by another. */
function standingAfter(grants: Grant["membership"]["grants"], id: string, at: Date): Standing {
  const after = standingAt(grants, at);
  const twin = grants.some(
    (one) => one.id !== id && one.endedAt === null && one.endsAt?.getTime() === at.getTime(),
  );
  return after.level === "Access" && twin ? { level: "Administrator", until: at } : after;
}

/** How many other Users are Administrators of an Account at a moment. */
export function otherAdministrators(
  db: App["db"] | Transaction,
  { accountId, userId }: { accountId: string; userId: string },
  now: Date,
): Promise<number> {
  return db.membership.count({
    where: {
      accountId,
      userId: { not: userId },
      suspendedAt: null,
      grants: { some: activeAt(now) },
    },
  });
}

const batchSize = 200;

/**
 * Records the ends of the grants, of these, whose time has run out, in the order in which they ended; each once, whoever
 * else does the same. Called before a level is changed as well, so that the audit tells what happened in its order.
 * Returns how many.
 */
export async function endDueGrants(app: App, which: Prisma.AdministratorGrantWhereInput): Promise<number> {
  const now = app.clock();
  const due = await app.db.administratorGrant.findMany({
    where: { AND: which, endedAt: null, endsAt: { lte: now } },
    orderBy: [{ endsAt: "asc" }, { id: "asc" }],
    take: batchSize,
    select: { id: true },
  });
  let count = 0;
  for (const { id } of due) {
    const end = await transact(app, (tx, after) =>
      recordGrantEnd(tx, after, by(app, systemActor), id, { now }),
    );
    if (end) count += 1;
  }
  return count;
}

/**
 * Ends every grant of these Memberships that is active, and drops those to come; what was due already keeps its end. The
 * caller audits what that comes to.
 */
export async function endGrants(
  tx: Transaction,
  after: After,
  membershipIds: string[],
  { now, by }: { now: Date; by: string },
): Promise<void> {
  const membershipId = { in: membershipIds };
  await invalidateGrants(tx, after, { membershipId, endsAt: { gt: now } }, now);
  await tx.administratorGrant.deleteMany({ where: { membershipId, startsAt: { gt: now } } });
  await tx.administratorGrant.updateMany({
    where: { membershipId, OR: [{ endsAt: null }, { endsAt: { gt: now } }] },
    data: { endsAt: now, endedAt: now, endedBy: by },
  });
}

/**
 * Ends a temporary grant before its time: for whoever asked for it, and for everybody who may take Administrator. Says what
 * has become of the User. Throws forbidden, not-found and, where it has ended, conflict.
 */
export async function giveBack(ctx: Context<ConsoleUserActor>, grantId: string): Promise<string> {
  const grant = await ctx.db.administratorGrant.findUnique({
    where: { id: grantId },
    select: { membershipId: true, request: { select: { requesterId: true } } },
  });
  const isOwn = grant?.request?.requesterId === ctx.actor.id;
  if (!isOwn) await requirePermission(ctx, "users:edit", "give-back");
  if (!grant)
    throw new DomainError("not-found", "This grant no longer exists, so there is nothing to give back.");
  await endDueGrants(ctx, { membershipId: grant.membershipId });
  const { name: by } = ctx.actor;
  const end = await transact(ctx, async (tx, after) => {
    if (!isOwn) await requirePermissionNow(tx, ctx.actor, "users:edit");
    return recordGrantEnd(tx, after, ctx, grantId, { now: ctx.clock(), by });
  });
  if (!end) throw new DomainError("conflict", "This has ended already. Nothing was changed.");
  const { membership } = end.grant;
  const has = `${membership.user.username} has ${standingWords(end.after)}`;
  const none = end.last ? " The Account has no Administrator any more." : "";
  return `Given back. ${has} on ${accountLabel(membership.account)}.${none}`;
}
