import { requirePermission } from "../console-users/require-permission.ts";
import type { AccountUserActor, ConsoleUserActor, Context } from "../context.ts";
import type { Account, Prisma } from "../generated/prisma/client.ts";
import { type Standing, standingAt } from "./level.ts";

export interface UserAccount extends Standing {
  account: Account;
  suspendedAt: Date | null;
  suspendedBecause: string | null;
}

export interface AccountPlace {
  nameKey: string;
  id: string;
}

export interface UserAccountsPage {
  rows: UserAccount[];
  /** Behind which the next page begins. */
  next: AccountPlace | undefined;
}

/** One page of the Accounts that a User is a member of, by name, each with the level there. */
export async function listUserAccounts(
  ctx: Context<ConsoleUserActor>,
  { userId, after, take }: { userId: string; after: AccountPlace | undefined; take: number },
): Promise<UserAccountsPage> {
  await requirePermission(ctx, "users:view", "user");
  return accountsOf(ctx, { userId, after, take });
}

/** The actor's own, or the one that their session reaches. */
export function listOwnAccounts(
  ctx: Context<AccountUserActor>,
  page: { after: AccountPlace | undefined; take: number },
): Promise<UserAccountsPage> {
  const { id, onlyAccountId } = ctx.actor;
  return accountsOf(ctx, { ...page, userId: id, ...(onlyAccountId && { accountId: onlyAccountId }) });
}

async function accountsOf(
  ctx: Context,
  asked: { userId: string; accountId?: string; after: AccountPlace | undefined; take: number },
): Promise<UserAccountsPage> {
  const { userId, accountId, after, take } = asked;
  const found = await ctx.db.membership.findMany({
    where: { userId, ...(accountId && { accountId }), ...(after && { account: beyond(after) }) },
    orderBy: [{ account: { nameKey: "asc" } }, { accountId: "asc" }],
    take: take + 1,
    include: { account: true, grants: true },
  });
  const rows = found.slice(0, take).map(({ account, grants, suspendedAt, suspendedBecause }) => ({
    account,
    ...standingAt(grants, ctx.clock()),
    suspendedAt,
    suspendedBecause,
  }));
  return { rows, next: found.length > take ? rows.at(-1)?.account : undefined };
}

function beyond({ nameKey, id }: AccountPlace): Prisma.AccountWhereInput {
  return { OR: [{ nameKey: { gt: nameKey } }, { nameKey, id: { gt: id } }] };
}
