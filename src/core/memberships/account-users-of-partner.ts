import { readPartnerAccount } from "../accounts/accounts-of-partner.ts";
import type { ApiClientActor, Context } from "../context.ts";
import type { Account, User } from "../generated/prisma/client.ts";
import { recordAudit } from "../kernel/audit/record-audit.ts";
import type { Transaction } from "../kernel/database.ts";
import { DomainError } from "../kernel/errors.ts";
import { lockAccount } from "../kernel/levels/load-account.ts";
import { refuseCall, workForPartner } from "../kernel/levels/work-in-account.ts";
import { issueSignInToken } from "../kernel/links/use-sign-in-token.ts";
import { retryLostRace } from "../kernel/lost-race.ts";
import { refuseUnapproved } from "../kernel/requests/refuse-unapproved.ts";
import { identityKey } from "../kernel/text/identity-key.ts";
import { type Order, type Page, type PageInput, readPage } from "../kernel/text/page.ts";
import {
  checkCredentials,
  type Credentials,
  type DeployAs,
  deployUser,
} from "../marketplaces/deploy-user.ts";
import { endDueGrants } from "./record-grant-end.ts";
import { removeMembership, removeUserRequest } from "./remove-user.ts";

type Caller = Context<ApiClientActor>;

interface UsersAsked extends PageInput {
  /** The API ID of the Account. */
  account: string;
  order?: Order<"usernameKey">;
}

/** An Account's users, without its API User: that is no person. Throws not-found. */
export async function listPartnerAccountUsers(
  ctx: Caller,
  { account, order = { by: "usernameKey", direction: "asc" }, ...page }: UsersAsked,
): Promise<Page<User>> {
  const { id: accountId } = await readPartnerAccount(ctx, account);
  const where = { memberships: { some: { accountId } }, apiUserOfId: null };
  return readPage(
    page,
    () => ctx.db.user.count({ where }),
    (part) => ctx.db.user.findMany({ where, orderBy: { [order.by]: order.direction }, ...part }),
  );
}

interface Person {
  /** The API ID of the Account. */
  account: string;
  username: string;
}

/**
 * Gives somebody Access to an Account. Who has no User yet gets one, with this password if one is given; a User who is there
 * keeps the password, and one that is given has to be right. Throws forbidden, not-found, invalid and conflict.
 */
export async function givePartnerAccess(
  ctx: Caller,
  { account, username, password }: Person & { password: string | null },
): Promise<User> {
  await readPartnerAccount(ctx, account);
  return retryLostRace(async () => {
    const credentials =
      password === null ? undefined : await checkCredentials(ctx, { username, password }, "add-accounts");
    return workForPartner(ctx, "add-accounts", async (tx) => {
      const held = await lockAccount(tx, (await readPartnerAccount({ db: tx }, account)).id);
      const as = await whom(tx, username, password);
      return (await giveAccess(ctx, tx, held, as, credentials)).user;
    });
  });
}

async function whom(tx: Transaction, username: string, password: string | null): Promise<DeployAs> {
  if (password !== null) return { kind: "credentials", username, password };
  const user = await userNamed(tx, username);
  return user ? { kind: "known", userId: user.id } : { kind: "new", username, email: null };
}

function userNamed(tx: Transaction, username: string) {
  return tx.user.findUnique({ where: { usernameKey: identityKey(username) } });
}

async function giveAccess(
  ctx: Caller,
  tx: Transaction,
  account: Account,
  as: DeployAs,
  credentials?: Credentials,
): Promise<{ user: User }> {
  const { user, entries } = await deployUser(ctx, tx, account, as, credentials);
  for (const entry of entries) await recordAudit(tx, ctx, entry);
  return { user };
}

/** The ids of a Membership, for what people are asked for. Throws not-found. */
export async function membershipNamed(
  ctx: Caller,
  { account, username }: Person,
): Promise<{ userId: string; accountId: string }> {
  const { id: accountId } = await readPartnerAccount(ctx, account);
  const user = await ctx.db.user.findUnique({ where: { usernameKey: identityKey(username) } });
  if (user && !user.apiUserOfId) return { userId: user.id, accountId };
  throw new DomainError("not-found", "This Account has no such user.", "userName");
}

/** Takes an Account from one of its users. Throws not-found and ApprovalNeeded. */
export async function removePartnerAccountUser(ctx: Caller, { account, username }: Person): Promise<void> {
  const { id: accountId } = await readPartnerAccount(ctx, account);
  await endDueGrants(ctx, { membership: { accountId, user: { usernameKey: identityKey(username) } } });
  await workForPartner(ctx, "remove-user", async (tx, after) => {
    // Whoever marks it sensitive comes before, or after.
    await lockAccount(tx, accountId);
    await refuseUnapproved(ctx, tx, { request: removeUserRequest, accountIds: [accountId] });
    const user = await userNamed(tx, username);
    const membership = user && { userId: user.id, accountId, requestId: null };
    if (user?.apiUserOfId)
      throw new DomainError("invalid", "This is an API User, a service identity. Name a person.", "userName");
    if (!membership || (await removeMembership(ctx, tx, after, membership)) === "already")
      throw new DomainError("not-found", "This Account has no such user.", "userName");
  });
}

/**
 * A link's token that signs somebody in to an Account once, within five minutes, as Access at most. Who is no user yet becomes
 * one, with Access and no password. Throws forbidden where the Account or the Membership is suspended.
 */
export async function givePartnerSignInToken(
  ctx: Caller,
  { account, username }: Person,
): Promise<{ token: string; expiresAt: Date }> {
  const { id: accountId, suspendedAt } = await readPartnerAccount(ctx, account);
  if (suspendedAt)
    return refuseCall(ctx, { accountId, attempted: "sign-in-token" }, "This Account is suspended.");
  return retryLostRace(() =>
    workForPartner(ctx, "sign-in-token", async (tx) => {
      const held = await lockAccount(tx, accountId);
      if (held.suspendedAt) throw new DomainError("forbidden", "This Account is suspended.");
      const { user } = await giveAccess(ctx, tx, held, await whom(tx, username, null));
      const link = { user, account: held, deploymentId: null, returnUrl: "/accounts" };
      const { token, expiresAt, entry } = await issueSignInToken(ctx, tx, link);
      await recordAudit(tx, ctx, entry);
      return { token, expiresAt };
    }),
  );
}
