import { requirePermission } from "../console-users/require-permission.ts";
import type { ConsoleUserActor, Context } from "../context.ts";
import type { Account, Prisma } from "../generated/prisma/client.ts";
import { escapeLike } from "../text/escape-like.ts";
import { fold } from "../text/fold.ts";
import { findAccount } from "../accounts/find-account.ts";
import { DomainError } from "../errors.ts";
import { trigram } from "../users/find-user.ts";
import { type Standing, standingAt } from "./level.ts";

export interface AccountUser extends Standing {
  user: Prisma.UserGetPayload<object>;
  suspendedAt: Date | null;
  suspendedBecause: string | null;
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
  asked: { accountId: string; words?: string; after?: string | undefined; take: number },
): Promise<AccountUser[]> {
  const { accountId, words = "", after, take } = asked;
  const parts = fold(words).split(" ").filter(Boolean);
  await refuseTooShort(db, accountId, parts);
  const found = await db.user.findMany({
    // From the Users' side, so that PostgreSQL may walk the index of user IDs, or sort the few there are.
    where: {
      memberships: { some: { accountId } },
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
