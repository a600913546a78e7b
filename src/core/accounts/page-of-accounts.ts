import type { App } from "../context.ts";
import type { Prisma } from "../generated/prisma/client.ts";
import { escapeLike } from "../text/escape-like.ts";
import { fold } from "../text/fold.ts";

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
