import { accountLabel } from "../accounts/account-name.ts";
import type { AuditEntry } from "../audit/record-audit.ts";
import { requirePermission } from "../console-users/require-permission.ts";
import type { Context } from "../context.ts";
import type { Transaction } from "../database.ts";
import { DomainError } from "../errors.ts";
import type { Account, User } from "../generated/prisma/client.ts";
import { giveMembership } from "../memberships/give-membership.ts";
import { refuseInvitedAdministrator } from "../users/handed-credentials.ts";
import { requireFreeNames } from "../users/require-free-names.ts";
import { addressIn, newUsername } from "../users/username.ts";
import { addressKey } from "../text/identity-key.ts";
import { apiUserOf } from "./api-user.ts";
import { checkField } from "./check-field.ts";
import { type Credentials, heldCredentials } from "./check-credentials.ts";
import type { DeployAs } from "./deploy.ts";
import { namedUser } from "../users/name-keys.ts";

export interface DeployUser {
  user: User;
  created: boolean;
  /** Has Access to the Account by this deployment. */
  joined: boolean;
  entries: AuditEntry[];
}

/** Whom a deployment is attributed to: found or made, and with Access to the Account. Throws forbidden and not-found. */
export async function deployUser(
  ctx: Context,
  tx: Transaction,
  account: Account,
  as: DeployAs,
  credentials: Credentials | undefined,
): Promise<DeployUser> {
  if (as.kind === "api-user") return apiUserOf(ctx, tx, account);
  const { user, created } = await find(ctx, tx, as, credentials);
  if (user.apiUserOfId !== null)
    throw new DomainError("forbidden", "This is an API User, a service identity. Name a person.", "username");
  const joined = await join(ctx, tx, user, account);
  const { username, email } = user;
  const subject = { kind: "user", id: user.id, name: username };
  const entries: AuditEntry[] = [
    ...(created ? [{ action: "user-created", subject, after: { username, email } }] : []),
    ...(joined
      ? [{ action: "membership-given", subject, accountId: account.id, after: { level: "Access" } }]
      : []),
  ];
  return { user, created, joined, entries };
}

async function find(
  ctx: Context,
  tx: Transaction,
  as: Exclude<DeployAs, { kind: "api-user" }>,
  credentials: Credentials | undefined,
): Promise<{ user: User; created: boolean }> {
  if (as.kind === "known") {
    const user = await tx.user.findUnique({ where: { id: as.userId } });
    if (!user) throw new DomainError("not-found", "This User no longer exists. Choose another.", "userId");
    return { user, created: false };
  }
  if (as.kind === "credentials") {
    const held = await heldCredentials(tx, as, credentials);
    if (held) return { user: held, created: false };
  }
  const passwordHash = as.kind === "credentials" ? (credentials?.newHash ?? null) : null;
  return { user: await create(ctx, tx, as, passwordHash), created: true };
}

async function create(
  ctx: Context,
  tx: Transaction,
  as: { username: string; email?: string | null },
  passwordHash: string | null,
): Promise<User> {
  await requireUsersEdit(ctx);
  const username = checkField(newUsername, as.username, "username");
  // A user ID that is an address is the User's own.
  const email = addressIn(username) ?? as.email ?? null;
  await requireFreeNames(tx, { username, email });
  // The application knows the password that it gives.
  if (passwordHash !== null)
    await refuseInvitedAdministrator(
      tx,
      { email, emailKey: email && addressKey(email), field: "username" },
      ctx.clock(),
    );
  return tx.user.create({
    data: {
      ...namedUser(username),
      email,
      emailKey: email && addressKey(email),
      passwordHash,
      createdAt: ctx.clock(),
    },
  });
}

async function join(ctx: Context, tx: Transaction, user: User, account: Account): Promise<boolean> {
  const membership = await tx.membership.findUnique({
    where: { userId_accountId: { userId: user.id, accountId: account.id } },
    select: { suspendedAt: true },
  });
  if (membership?.suspendedAt) {
    const sentence = `${user.username} is suspended on ${accountLabel(account)}. Nothing was deployed.`;
    throw new DomainError("forbidden", sentence, "username");
  }
  if (membership) return false;
  await requireUsersEdit(ctx);
  const grant = { userId: user.id, accountId: account.id, asAdministrator: false, requestId: null };
  await giveMembership(tx, { ...grant, now: ctx.clock() });
  return true;
}

/** What a Console User needs to make a User, or to give one another Account: here as anywhere. */
async function requireUsersEdit(ctx: Context): Promise<void> {
  const { actor } = ctx;
  if (actor.kind === "console-user") await requirePermission({ ...ctx, actor }, "users:edit", "marketplace");
}
