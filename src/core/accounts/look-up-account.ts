import { requirePermission } from "../kernel/access/require-access-change.ts";
import type { ConsoleUserActor, Context, App } from "../context.ts";
import { type CycleCounts, countCycles } from "./delete-account.ts";
import type { Account } from "../generated/prisma/client.ts";
import { activeAt } from "../kernel/levels/active-grant.ts";
import { standingAt } from "../kernel/levels/require-level.ts";
import { countOpenInvitations } from "./suspend-account.ts";
import { shorten } from "../kernel/text/mrkdwn.ts";
import { DomainError } from "../kernel/errors.ts";
import { escapeLike } from "../kernel/text/escape-like.ts";
import { fold } from "../kernel/text/fold.ts";
import { zoneOfAccount } from "../kernel/time/account-zone.ts";
import { identityKey } from "../kernel/text/identity-key.ts";
import { accountLabel } from "../kernel/names/account-name.ts";

const listedAtMost = 10;
/** Each word is a condition of its own; no Account is found by its twentieth. */
const wordsAtMost = 20;

/** The one Account that the words name: by API ID, else by name, in any case. Throws not-found and conflict. */
export async function findAccount(app: Pick<App, "db">, words: string): Promise<Account> {
  const key = fold(words);
  if (!key) throw new DomainError("invalid", "Name the Account, by its API ID or its name.", "accountId");
  const byApiId = await app.db.account.findUnique({ where: { apiIdKey: identityKey(words) } });
  if (byApiId) return byApiId;
  const exact = await app.db.account.findMany({
    where: { nameKey: key },
    orderBy: { id: "asc" },
    take: listedAtMost + 1,
  });
  if (exact.length === 1 && exact[0]) return exact[0];
  if (exact.length > 1) throw several(words, exact);
  const near = await searchAccounts(app, words, listedAtMost + 1);
  if (near.length === 0)
    throw new DomainError(
      "not-found",
      `No Account has the API ID or name “${shorten(words, 80)}”.`,
      "accountId",
    );
  throw several(words, near, "No Account has exactly that name.");
}

/** Accounts whose name contains all the words, or whose API ID starts with them, by name. */
export async function searchAccounts(app: Pick<App, "db">, words: string, take: number): Promise<Account[]> {
  const key = fold(words);
  const parts = key.split(" ").filter(Boolean).slice(0, wordsAtMost);
  const named = { AND: parts.map((part) => ({ nameKey: { contains: escapeLike(part) } })) };
  const where = key ? { OR: [named, { apiIdKey: { startsWith: escapeLike(key) } }] } : {};
  return app.db.account.findMany({ where, orderBy: [{ nameKey: "asc" }, { id: "asc" }], take });
}

function several(
  words: string,
  accounts: Account[],
  lead = `Several Accounts are called “${shorten(words, 80)}”.`,
): DomainError {
  const listed = accounts.slice(0, listedAtMost).map((account) => `• ${accountLabel(account)}`);
  const more = accounts.length > listed.length ? ["• …"] : [];
  return new DomainError(
    "conflict",
    [`${lead} Give the API ID of the one you mean:`, ...listed, ...more].join("\n"),
    "accountId",
  );
}

export interface AccountDetails {
  account: Account;
  parent: { name: string; apiId: string; timeZone: string | null } | null;
  /** IANA name of the zone in which its Users are told times, whosesoever it is. */
  timeZone: string;
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
  const timeZone = await zoneOfAccount(ctx, account);
  return {
    account,
    parent,
    timeZone,
    subAccounts,
    users,
    administrators,
    openInvitations,
    cycles,
    deployments,
  };
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
