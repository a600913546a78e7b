import { type Auditing, recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../database.ts";
import type { Prisma } from "../generated/prisma/client.ts";
import type { After } from "../kernel/outbox/transact.ts";
import { addNote } from "../requests/add-note.ts";
import { auditedStanding } from "./audited-standing.ts";
import { type Standing, standingAt } from "./level.ts";
import { otherAdministrators } from "./other-administrators.ts";
import { invalidateGrants } from "./invalidate-grants.ts";

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
    ...(grant.requestId && { requestId: grant.requestId }),
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
