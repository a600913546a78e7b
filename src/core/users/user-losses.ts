import { accountLabel } from "../accounts/account-name.ts";
import { shorten } from "../chat/mrkdwn.ts";
import type { Database, Transaction } from "../database.ts";
import type { Account } from "../generated/prisma/client.ts";
import { activeAt } from "../memberships/active-grant.ts";
import { levelAt, type MembershipLevel } from "../memberships/level.ts";
import { counted } from "../text/counted.ts";

export interface UserLoss {
  account: Account;
  level: MembershipLevel;
  /** No other Administrator is left on the Account. */
  last: boolean;
}

/** Every Account that a User loses by being deleted, by name. */
export async function userLosses(db: Database | Transaction, userId: string, now: Date): Promise<UserLoss[]> {
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

/** So few, and so short, that a confirmation of 3,000 characters has room for the warnings as well. */
const namedAtMost = 20;
const warnedOfAtMost = 5;
const nameLength = 60;

/** Each Account with its level; past a few, how many more. */
export function userLossWords(losses: UserLoss[]): string[] {
  const named = losses
    .slice(0, namedAtMost)
    .map(({ account, level }) => `${nameOf(account)}: ${level} before`);
  const more = losses.length - named.length;
  return more > 0 ? [...named, `and ${counted(more, "more Account")}`] : named;
}

export function lastAdministratorWarnings(losses: UserLoss[]): string[] {
  const left = losses.filter(({ last }) => last).map(({ account }) => nameOf(account));
  if (left.length === 0) return [];
  const more = left.length - warnedOfAtMost;
  const named = left.slice(0, warnedOfAtMost).join(", ");
  return [
    `Left without an Administrator: ${named}${more > 0 ? ` and ${counted(more, "more Account")}` : ""}.`,
  ];
}

const nameOf = (account: Account) => shorten(accountLabel(account), nameLength);
