import { requirePermission } from "../kernel/access/require-access-change.ts";
import type { ConsoleUserActor, Context, AccountUserActor } from "../context.ts";
import type { Account, Prisma } from "../generated/prisma/client.ts";
import { escapeLike } from "../kernel/text/escape-like.ts";
import { fold } from "../kernel/text/fold.ts";
import { findAccount } from "../accounts/look-up-account.ts";
import { DomainError } from "../kernel/errors.ts";
import { trigram } from "../users/delete-user.ts";
import { type Standing, standingAt, standingWords } from "../kernel/levels/require-level.ts";
import { accountLabel } from "../kernel/names/account-name.ts";
import { suspensionWords } from "../kernel/levels/suspension.ts";
import { isolate } from "../kernel/text/isolate.ts";
import { userLabel } from "../kernel/names/user-name.ts";

export interface AccountUser extends Standing {
  user: Prisma.UserGetPayload<object>;
  suspendedAt: Date | null;
  suspendedBecause: string | null;
  createdAt: Date;
}

export interface AccountUsersPage {
  account: Account;
  rows: AccountUser[];
  /** The user ID key after which the next page begins. */
  next: string | undefined;
}

/** One page of an Account's own users, by user ID. Users of its parent or its sub-accounts are none of it. */
export async function listAccountUsers(
  ctx: Context<ConsoleUserActor>,
  asked: { account: string; words: string; after: string | undefined; take: number },
): Promise<AccountUsersPage> {
  await requirePermission(ctx, "users:view", "users");
  const account = await findAccount(ctx, asked.account);
  const found = await accountUsers(ctx, { ...asked, accountId: account.id, take: asked.take + 1 });
  const rows = found.slice(0, asked.take);
  return { account, rows, next: found.length > asked.take ? rows.at(-1)?.user.usernameKey : undefined };
}

export async function accountUsers(
  { db, clock }: Pick<Context, "db" | "clock">,
  asked: { accountId: string; words?: string; after?: string | undefined; take: number; people?: true },
): Promise<AccountUser[]> {
  const { accountId, words = "", after, take, people } = asked;
  const parts = fold(words).split(" ").filter(Boolean);
  await refuseTooShort(db, accountId, parts);
  const found = await db.user.findMany({
    // From the Users' side, so that PostgreSQL may walk the index of user IDs, or sort the few there are.
    where: {
      memberships: { some: { accountId } },
      ...(people && { apiUserOfId: null }),
      ...(after !== undefined && { usernameKey: { gt: after } }),
      AND: parts.map(named),
    },
    orderBy: { usernameKey: "asc" },
    take,
    include: { memberships: { where: { accountId }, include: { grants: true } } },
  });
  const now = clock();
  return found.flatMap(({ memberships: [membership], ...user }) =>
    membership ? [{ ...membership, user, ...standingAt(membership.grants, now) }] : [],
  );
}

const readAtMost = 20_000;

/** A letter or two are looked for by reading every user: in a large Account that takes longer than anybody waits. */
async function refuseTooShort(db: Context["db"], accountId: string, parts: string[]): Promise<void> {
  if (parts.length === 0 || parts.some((part) => part.length >= trigram)) return;
  const members = await db.membership.count({ where: { accountId }, take: readAtMost + 1 });
  if (members <= readAtMost) return;
  throw new DomainError(
    "invalid",
    `This Account has more than ${readAtMost.toLocaleString("en-GB")} users: search for ${trigram} characters or more.`,
    "words",
  );
}

function named(part: string): Prisma.UserWhereInput {
  const contains = escapeLike(part);
  return { OR: [{ usernameKey: { contains } }, { emailKey: { contains } }] };
}

export interface UserAccount extends Standing {
  account: Account;
  suspendedAt: Date | null;
  suspendedBecause: string | null;
  createdAt: Date;
}

export interface AccountPlace {
  nameKey: string;
  id: string;
}

interface UserAccountsPage {
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
  const rows = found.slice(0, take).map(({ account, grants, suspendedAt, suspendedBecause, createdAt }) => ({
    account,
    ...standingAt(grants, ctx.clock()),
    suspendedAt,
    suspendedBecause,
    createdAt,
  }));
  return { rows, next: found.length > take ? rows.at(-1)?.account : undefined };
}

function beyond({ nameKey, id }: AccountPlace): Prisma.AccountWhereInput {
  return { OR: [{ nameKey: { gt: nameKey } }, { nameKey, id: { gt: id } }] };
}

/** One of an Account's users, in plain text. */
export function accountUserWords({ user, level, until, ...suspension }: AccountUser): string {
  const stands = standingWords({ level, until });
  return [isolate(userLabel(user)), stands, isolate(suspensionWords(suspension))].filter(Boolean).join(" · ");
}

/** One of a User's Accounts, in plain text. */
export function userAccountWords({ account, level, until, ...suspension }: UserAccount): string {
  const stands = standingWords({ level, until });
  const whole = account.suspendedAt ? `Account ${suspensionWords(account)}` : "";
  return [isolate(accountLabel(account)), stands, isolate(suspensionWords(suspension)), isolate(whole)]
    .filter(Boolean)
    .join(" · ");
}
