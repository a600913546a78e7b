import type { App, ConsoleUserActor, Context } from "../context.ts";
import type { Prisma } from "../generated/prisma/client.ts";
import { escapeLike } from "../kernel/text/escape-like.ts";
import { fold } from "../kernel/text/fold.ts";
import { requirePermission } from "../kernel/access/require-access-change.ts";

const include = { parent: { select: { name: true, apiId: true } } } as const;
const orderBy = [{ nameKey: "asc" as const }, { id: "asc" as const }];

export type PagedAccount = Prisma.AccountGetPayload<{ include: typeof include }>;

export interface AccountPlace {
  nameKey: string;
  id: string;
}

interface Asked {
  /** Parts of the name, or the beginning of the API ID; everything without them. */
  words: string;
  after: AccountPlace | undefined;
  take: number;
}

/** Accounts by name, from a place on. */
export async function pageOfAccounts(
  { db }: Pick<App, "db">,
  { words, after, take }: Asked,
): Promise<PagedAccount[]> {
  const key = fold(words);
  if (!key) return db.account.findMany({ where: beyond(after), orderBy, take, include });
  const id = { in: await matching(db, key, after, take) };
  return db.account.findMany({ where: { id }, orderBy, take, include });
}

/** Asks twice, since PostgreSQL uses no index of a query for either the one or the other. */
async function matching(
  db: App["db"],
  key: string,
  after: AccountPlace | undefined,
  take: number,
): Promise<string[]> {
  const contains = key.split(" ").map((part) => ({ nameKey: { contains: escapeLike(part) } }));
  const either = [{ AND: contains }, { apiIdKey: { startsWith: escapeLike(key) } }];
  const found = await Promise.all(
    either.map((where) =>
      db.account.findMany({
        where: { AND: [where, beyond(after)] },
        orderBy,
        take,
        select: { id: true },
      }),
    ),
  );
  return found.flat().map(({ id }) => id);
}

function beyond(after: AccountPlace | undefined): Prisma.AccountWhereInput {
  if (!after) return {};
  const { nameKey, id } = after;
  // The first condition says nothing new, and is what the index begins at.
  return { nameKey: { gte: nameKey }, OR: [{ nameKey: { gt: nameKey } }, { nameKey, id: { gt: id } }] };
}

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
