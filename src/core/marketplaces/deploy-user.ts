import { accountLabel } from "../kernel/names/account-name.ts";
import { type AuditEntry, recordAudit } from "../kernel/audit/record-audit.ts";
import type { Permission } from "../kernel/access/access.ts";
import { requirePermission, requirePermissionNow } from "../kernel/access/require-access-change.ts";
import type { Context } from "../context.ts";
import type { Transaction } from "../kernel/database.ts";
import { DomainError } from "../kernel/errors.ts";
import { LostRace } from "../kernel/lost-race.ts";
import type { Account, User } from "../generated/prisma/client.ts";
import { giveMembership } from "../kernel/levels/give-membership.ts";
import { refuseInvitedAdministrator } from "../users/handed-credentials.ts";
import { requireFreeNames, namedUser } from "../users/create-user.ts";
import { newUsername, username as usernameSchema } from "../users/reset-password.ts";
import { addressIn, addressKey, identityKey } from "../kernel/text/identity-key.ts";
import { z } from "zod";
import { connectorValues } from "../connectors/connector-values.ts";
import { hashPassword, verifyPassword } from "../kernel/secrets/password.ts";
import { leastOfApplications, passwordFault } from "../kernel/secrets/password-fault.ts";

export interface Credentials {
  /** Of a User who is to be made. */
  newHash?: string;
  /** The hash that the password of a User who exists was held against. */
  verifiedHash?: string;
}

/**
 * Holds a password against the User's, or hashes it for a new one; it takes its time, so it comes before the transaction.
 * Throws forbidden where it is wrong, audited.
 */
export async function checkCredentials(
  ctx: Context,
  given: { username: string; password: string },
  attempted = "marketplace",
): Promise<Credentials> {
  const username = checkField(usernameSchema, given.username, "username");
  const user = await ctx.db.user.findUnique({ where: { usernameKey: identityKey(username) } });
  if (!user) {
    checkField(newUsername, given.username, "username");
    const fault = passwordFault(given.password, [username], leastOfApplications);
    if (fault) throw new DomainError("invalid", fault, "password");
    return { newHash: await hashPassword(given.password, ctx) };
  }
  const { passwordHash } = user;
  if (passwordHash !== null && (await verifyPassword(passwordHash, given.password)))
    return { verifiedHash: passwordHash };
  await recordAudit(ctx.db, ctx, {
    action: "refused",
    subject: { kind: "user", id: user.id, name: user.username },
    after: { attempted, because: "wrong password" },
  });
  const sentence = `This is not the password of the User ${user.username}. Nothing was changed.`;
  throw new DomainError("forbidden", sentence, "password");
}

/** The User whose password was checked, or undefined where one is to be made. Throws LostRace where that has changed since. */
async function heldCredentials(
  tx: Transaction,
  given: { username: string },
  credentials: Credentials | undefined,
): Promise<User | undefined> {
  const username = checkField(usernameSchema, given.username, "username");
  const user = await tx.user.findUnique({ where: { usernameKey: identityKey(username) } });
  if (!user && credentials?.newHash) return undefined;
  if (user && credentials?.verifiedHash && user.passwordHash === credentials.verifiedHash) return user;
  throw new LostRace();
}

/** What the schema makes of a value. Throws invalid, at the field. */
export function checkField<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  field: string,
): z.output<Schema> {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  throw new DomainError("invalid", read.error.issues[0]?.message ?? "This is not right.", field);
}

/** One of the ConnectorAuthentications of a deployment. */
export const connectorAuthentication = connectorValues.extend({
  name: z.string().trim().min(1, "Name the connector.").max(200),
  version: z.string().trim().max(50).nullish(),
  authenticationId: z.string().trim().max(200).nullish(),
});
export type ConnectorAuthentication = z.infer<typeof connectorAuthentication>;

/**
 * The Account, as it is known, or by its API ID: then it is made unless there is one; `isNew` where that would be another than
 * was meant.
 */
export type DeployFor =
  | { accountId: string }
  | {
      apiId: string;
      name?: string | null | undefined;
      description?: string | null | undefined;
      isNew?: boolean;
    };

/** Whom it is attributed to. */
export type DeployAs =
  /** The Account's API User: an Account deployment. */
  | { kind: "api-user" }
  /** By username and password: made unless there is one; of one that exists the password has to be right. */
  | { kind: "credentials"; username: string; password: string }
  | { kind: "known"; userId: string }
  /** Has no password yet. */
  | { kind: "new"; username: string; email: string | null };

export interface Deploy {
  marketplaceId: number;
  account: DeployFor;
  user: DeployAs;
  authentications: ConnectorAuthentication[];
  /** One more, where the Account is made by this. */
  whereMade?: ConnectorAuthentication | undefined;
  /** OAuth connectors are authorised by the person themselves, in the Marketplace. */
  inlineOAuth: boolean;
  /** Echoed in what is told to the notification URL. */
  completeParameter: string | null;
  requestId: string | null;
}

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
    ...(created ? [{ action: "user-created" as const, subject, after: { username, email } }] : []),
    ...(joined
      ? [{ action: "membership-given" as const, subject, accountId: account.id, after: { level: "Access" } }]
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
  await requireOnTheWay(ctx, tx, "users:edit");
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
    const sentence = `${user.username} is suspended on ${accountLabel(account)}. Nothing was changed.`;
    throw new DomainError("forbidden", sentence, "username");
  }
  if (membership) return false;
  await requireOnTheWay(ctx, tx, "users:edit");
  const grant = { userId: user.id, accountId: account.id, asAdministrator: false, requestId: null };
  await giveMembership(tx, { ...grant, now: ctx.clock() });
  return true;
}

/** What a Console User or an application needs for what is made on the way, here as anywhere, by what they may by now. */
export async function requireOnTheWay(ctx: Context, tx: Transaction, permission: Permission): Promise<void> {
  const { actor } = ctx;
  if (actor.kind !== "console-user" && actor.kind !== "api-client") return;
  await requirePermission({ ...ctx, actor }, permission, "marketplace");
  await requirePermissionNow(tx, actor, permission);
}

/**
 * The service identity of an Account, which appears there with its first Account deployment. It has no password and no
 * e-mail, so that nobody can sign in as it. The caller holds the Account's row.
 */
async function apiUserOf(ctx: Context, tx: Transaction, account: Account): Promise<DeployUser> {
  const known = await tx.user.findUnique({ where: { apiUserOfId: account.id } });
  if (known) return { user: known, created: false, joined: false, entries: [] };
  const username = `api-user-${account.id}`;
  const now = ctx.clock();
  const user = await tx.user.create({
    data: {
      ...namedUser(username),
      firstName: "API",
      lastName: "User",
      apiUserOfId: account.id,
      createdAt: now,
    },
  });
  const grant = { userId: user.id, accountId: account.id, asAdministrator: false, requestId: null };
  await giveMembership(tx, { ...grant, now });
  const subject = { kind: "user", id: user.id, name: username };
  const entry = { action: "api-user-created" as const, subject, accountId: account.id };
  return { user, created: true, joined: true, entries: [entry] };
}
