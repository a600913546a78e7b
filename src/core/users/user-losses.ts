import { accountLabel } from "../accounts/account-name.ts";
import type { Database, Transaction } from "../database.ts";
import type { Account } from "../generated/prisma/client.ts";
import { activeAt } from "../memberships/active-grant.ts";
import { levelAt, type MembershipLevel } from "../memberships/level.ts";

export interface UserLoss {
  account: Account;
  level: MembershipLevel;
  /** No other Administrator is left on the Account. */
  last: boolean;
}

/** Every Account that a User loses by being deleted, by name. */
export async function userLosses(
  db: Database | Transaction,
  userId: string,
  now: Date,
): Promise<UserLoss[]> {
  const memberships = await db.membership.findMany({
    where: { userId },
    include: { account: true, grants: true },
    orderBy: { account: { nameKey: "asc" } },
  });
  const others = { userId: { not: userId }, suspendedAt: null, grants: { some: activeAt(now) } };
  const alone = await db.membership.findMany({
    where: { userId, grants: { some: activeAt(now) }, account: { memberships: { none: others } } },
    select: { accountId: true },
  });
  const left = new Set(alone.map(({ accountId }) => accountId));
  return memberships.map(({ account, grants }) => ({
    account,
    level: levelAt(grants, now),
    last: left.has(account.id),
  }));
}

const namedAtMost = 30;

/** Each Account with its level; past a few, how many more. */
export function userLossWords(username: string, losses: UserLoss[]): string[] {
  const named = losses
    .slice(0, namedAtMost)
    .map(({ account, level }) => `${username} loses ${accountLabel(account)}, with the level ${level}.`);
  const more = losses.length - named.length;
  return more > 0 ? [...named, `${username} loses ${more.toLocaleString("en-GB")} more Accounts.`] : named;
}

export function lastAdministratorWarnings(losses: UserLoss[]): string[] {
  const left = losses.filter(({ last }) => last).map(({ account }) => accountLabel(account));
  if (left.length === 0) return [];
  const more = left.length > namedAtMost ? ` and ${left.length - namedAtMost} more` : "";
  const named = left.slice(0, namedAtMost).join(", ");
  return [`Left without an Administrator: ${named}${more}.`];
}
