import { requirePermission } from "../console-users/require-permission.ts";
import type { ConsoleUserActor, Context } from "../context.ts";
import { type CycleCounts, countCycles } from "../cycles/count-cycles.ts";
import type { Account } from "../generated/prisma/client.ts";
import { activeAt } from "../memberships/active-grant.ts";
import { standingAt } from "../memberships/level.ts";
import { findAccount } from "./find-account.ts";
import { countOpenInvitations } from "./open-invitations.ts";

export interface AccountDetails {
  account: Account;
  parent: { name: string; apiId: string } | null;
  subAccounts: { count: number; first: { name: string; apiId: string }[] };
  users: { count: number; suspended: number };
  administrators: { count: number; first: Administrator[] };
  openInvitations: number;
  cycles: CycleCounts;
  deployments: number;
}

interface Administrator {
  username: string;
  suspended: boolean;
  /** When that ends by itself, where it does. */
  until: Date | null;
}

const namedAtMost = 10;

/** Everything that one look at an Account tells. Its parent's and its sub-accounts' users count for nothing here. */
export async function lookUpAccount(ctx: Context<ConsoleUserActor>, words: string): Promise<AccountDetails> {
  await requirePermission(ctx, "accounts:view", "account");
  const account = await findAccount(ctx, words);
  const [parent, subAccounts, users, administrators, openInvitations, cycles, deployments] =
    await Promise.all([
      account.parentId ? ctx.db.account.findUnique({ where: { id: account.parentId } }) : null,
      subAccountsOf(ctx, account.id),
      usersOf(ctx, account.id),
      administratorsOf(ctx, account.id),
      countOpenInvitations(ctx.db, account.id, ctx.clock()),
      countCycles(ctx.db, account.id),
      ctx.db.deployment.count({ where: { accountId: account.id } }),
    ]);
  return { account, parent, subAccounts, users, administrators, openInvitations, cycles, deployments };
}

async function subAccountsOf({ db }: Context, parentId: string): Promise<AccountDetails["subAccounts"]> {
  const count = await db.account.count({ where: { parentId } });
  const orderBy = [{ nameKey: "asc" as const }, { id: "asc" as const }];
  return { count, first: await db.account.findMany({ where: { parentId }, orderBy, take: namedAtMost }) };
}

async function usersOf({ db }: Context, accountId: string): Promise<AccountDetails["users"]> {
  const count = await db.membership.count({ where: { accountId } });
  return {
    count,
    suspended: await db.membership.count({ where: { accountId, suspendedAt: { not: null } } }),
  };
}

async function administratorsOf(
  { db, clock }: Context,
  accountId: string,
): Promise<AccountDetails["administrators"]> {
  const now = clock();
  const where = { accountId, grants: { some: activeAt(now) } };
  const count = await db.membership.count({ where });
  const first = await db.membership.findMany({
    where,
    select: { suspendedAt: true, grants: true, user: { select: { username: true } } },
    // Not by id: PostgreSQL would walk the whole primary key for the first ten of one Account.
    orderBy: { createdAt: "asc" },
    take: namedAtMost,
  });
  return {
    count,
    first: first.map(({ user, suspendedAt, grants }) => ({
      username: user.username,
      suspended: suspendedAt !== null,
      until: standingAt(grants, now).until,
    })),
  };
}
