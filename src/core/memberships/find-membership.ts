import { accountLabel } from "../accounts/account-name.ts";
import type { App } from "../context.ts";
import type { Transaction } from "../database.ts";
import { DomainError } from "../errors.ts";
import type { Prisma } from "../generated/prisma/client.ts";

const include = { user: true, account: true, grants: true } as const;

export type FoundMembership = Prisma.MembershipGetPayload<{ include: typeof include }>;

/** The Membership of one User in one Account. Throws not-found, at the field of the one that is missing. */
export async function findMembership(
  db: App["db"] | Transaction,
  { userId, accountId }: { userId: string; accountId: string },
): Promise<FoundMembership> {
  const found = await db.membership.findUnique({
    where: { userId_accountId: { userId, accountId } },
    include,
  });
  if (found) return found;
  const user = await db.user.findUnique({ where: { id: userId } });
  if (!user) throw new DomainError("not-found", "This User no longer exists. Choose another.", "userId");
  const account = await db.account.findUnique({ where: { id: accountId } });
  if (!account)
    throw new DomainError("not-found", "This Account no longer exists. Choose another.", "accountId");
  const advice = `/cyclr add-accounts ${user.username} to ${account.apiId} makes them one.`;
  throw new DomainError(
    "not-found",
    `${user.username} is not a member of ${accountLabel(account)}. ${advice}`,
    "userId",
  );
}
