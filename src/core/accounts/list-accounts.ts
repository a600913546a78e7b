import { requirePermission } from "../console-users/require-permission.ts";
import type { App, ConsoleUserActor, Context } from "../context.ts";
import { type AccountPlace, type PagedAccount, pageOfAccounts } from "./page-of-accounts.ts";

export interface AccountRow {
  account: PagedAccount;
  parent: PagedAccount["parent"];
  users: number;
}

/** One page of the Accounts that match the words, by name. */
export async function listAccounts(
  ctx: Context<ConsoleUserActor>,
  { words, after, take }: { words: string; after: AccountPlace | undefined; take: number },
): Promise<{ rows: AccountRow[]; next: AccountPlace | undefined }> {
  await requirePermission(ctx, "accounts:view", "accounts");
  const found = await pageOfAccounts(ctx, { words, after, take: take + 1 });
  const shown = found.slice(0, take);
  const users = await countUsers(
    ctx,
    shown.map(({ id }) => id),
  );
  return {
    rows: shown.map((account) => ({ account, parent: account.parent, users: users.get(account.id) ?? 0 })),
    next: found.length > take ? shown.at(-1) : undefined,
  };
}

/** How many users each of these Accounts has. */
export async function countUsers(
  { db }: Pick<App, "db">,
  accountIds: string[],
): Promise<Map<string, number>> {
  const counts = await db.membership.groupBy({
    by: ["accountId"],
    where: { accountId: { in: accountIds } },
    _count: true,
  });
  return new Map(counts.map(({ accountId, _count }) => [accountId, _count]));
}
