import { readPartnerAccount } from "../accounts/accounts-of-partner.ts";
import type { ConsoleUserActor, Context } from "../context.ts";
import type { Account, User } from "../generated/prisma/client.ts";
import { requirePermission } from "../kernel/access/require-access-change.ts";
import { DomainError } from "../kernel/errors.ts";
import { type MembershipLevel, type Standing, standingAt } from "../kernel/levels/require-level.ts";
import type { ChangeKind } from "../kernel/requests/define-change.ts";
import { personById } from "../users/users-of-partner.ts";
import type { AddAccountsInput } from "./add-accounts.ts";
import { type GrantAdministratorInput, requireLongEnough } from "./end-grant.ts";
import { grantAdministratorRequest } from "./grant-administrator.ts";
import { accountUsers } from "./list-account-users.ts";
import { revokeAdministratorRequest } from "./revoke-administrator.ts";
import { findMembership } from "./suspend-membership.ts";

/** What one User has of one Account. */
export interface MembershipOfPartner extends Standing {
  user: User;
  account: Account;
  suspendedAt: Date | null;
  suspendedBecause: string | null;
  createdAt: Date;
}

interface MembersAsked {
  /** The API ID of the Account. */
  account: string;
  words?: string | undefined;
  /** The user ID key after which the page begins. */
  after: string | undefined;
  take: number;
}

/** An Account's memberships by user ID, without its API User. Throws forbidden, not-found, invalid. */
export async function listPartnerMemberships(
  ctx: Context<ConsoleUserActor>,
  { account: named, words = "", after, take }: MembersAsked,
): Promise<MembershipOfPartner[]> {
  await requirePermission(ctx, "users:view", "users");
  const account = await readPartnerAccount(ctx, named);
  const found = await accountUsers(ctx, { accountId: account.id, words, after, take, people: true });
  return found.map((one) => ({ ...one, account }));
}

interface Named {
  /** The API ID of the Account. */
  account: string;
  userId: string;
}

/** One of them. Throws forbidden and not-found. */
export async function readPartnerMembership(
  ctx: Context<ConsoleUserActor>,
  named: Named,
): Promise<MembershipOfPartner> {
  await requirePermission(ctx, "users:view", "user");
  const ids = await idsOfMembership(ctx, named);
  const { grants, ...membership } = await findMembership(ctx.db, ids);
  return { ...membership, ...standingAt(grants, ctx.clock()) };
}

/** The internal ids of a membership's User and Account, which are there. Throws not-found. */
export async function idsOfMembership(
  ctx: Pick<Context, "db">,
  { account, userId }: Named,
): Promise<{ userId: string; accountId: string }> {
  const { id: accountId } = await readPartnerAccount(ctx, account);
  return { accountId, userId: (await personById(ctx.db, userId)).id };
}

interface AccountAtLevel {
  /** The API ID of the Account. */
  account: string;
  level: MembershipLevel;
}

/** What gives a User these Accounts. Throws not-found, and invalid at `accounts[0].accountId`. */
export async function readAddition(
  ctx: Pick<Context, "db">,
  { userId, accounts }: { userId: string; accounts: AccountAtLevel[] },
): Promise<AddAccountsInput> {
  const ids: Record<MembershipLevel, string[]> = { Access: [], Administrator: [] };
  for (const [at, { account, level }] of accounts.entries()) {
    const { id } = await readPartnerAccount(ctx, account, `accounts[${at}].accountId`);
    if ([...ids.Access, ...ids.Administrator].includes(id))
      throw new DomainError("invalid", "This Account is named twice.", `accounts[${at}].accountId`);
    ids[level].push(id);
  }
  return { userId, accountIds: ids.Access, administratorOf: ids.Administrator };
}

interface Raised extends Named {
  level: MembershipLevel;
  /** When the level Administrator ends by itself; without one it has no end. */
  until?: Date | undefined;
}

/** What gives a member this level. Throws not-found and invalid. */
export async function readLevelChange(
  ctx: Pick<Context, "db" | "clock">,
  { level, until, ...named }: Raised,
): Promise<{ kind: ChangeKind<GrantAdministratorInput>; input: GrantAdministratorInput }> {
  const ids = await idsOfMembership(ctx, named);
  if (level === "Access") return { kind: revokeAdministratorRequest, input: ids };
  if (until) requireLongEnough(until, ctx.clock());
  const input = { ...ids, ...(until && { until: until.toISOString() }) };
  return { kind: grantAdministratorRequest, input };
}
