import type { Database, Transaction } from "../kernel/database.ts";
import { DomainError } from "../kernel/errors.ts";
import type { Account, User } from "../generated/prisma/client.ts";
import { accountsToBeRaisedOn, isToBeRaised } from "./raising-requests.ts";
import { addressIn, addressKey, usernameKeys } from "../kernel/text/identity-key.ts";
import { openInvitationsAt } from "../kernel/links/end-invitations.ts";
import { withdrawLinks } from "../kernel/links/secret-link.ts";
import { endSessions } from "../kernel/sessions/find-session.ts";
import { hint } from "../kernel/text/command-hint.ts";

type Reading = Database | Transaction;

/**
 * Whether somebody who comes to this User's password could act as Administrator: of any Account, now or from a later
 * moment on, also where they are suspended, since that ends, and where somebody has asked for it and it is not done yet.
 */
export async function isAdministratorAnywhere(db: Reading, userId: string, now: Date): Promise<boolean> {
  const is = (await db.membership.count({ where: administered(userId, now) })) > 0;
  return is || isToBeRaised(db, userId);
}

const administered = (userId: string, now: Date) => ({
  userId,
  grants: { some: { OR: [{ endsAt: null }, { endsAt: { gt: now } }] } },
});

/** The Accounts of which that is so. */
export async function accountsAdministered(db: Reading, userId: string, now: Date): Promise<Account[]> {
  const memberships = await db.membership.findMany({
    where: administered(userId, now),
    include: { account: true },
    orderBy: { account: { apiIdKey: "asc" } },
  });
  const is = memberships.map(({ account }) => account);
  const toBe = await accountsToBeRaisedOn(db, userId);
  return [...is, ...toBe.filter(({ id }) => !is.some((account) => account.id === id))];
}

/**
 * Throws conflict where the address is invited as Administrator: whoever made a password for it could join in their place.
 * `field` is the one to blame.
 */
export async function refuseInvitedAdministrator(
  db: Reading,
  { email, emailKey, field }: { email: string | null; emailKey: string | null; field: string },
  now: Date,
): Promise<void> {
  if (emailKey === null) return;
  const where = { emailKey, asAdministrator: true, ...openInvitationsAt(now) };
  const count = await db.invitation.count({ where });
  if (count === 0) return;
  throw new DomainError(
    "conflict",
    `${email} has an open invitation as Administrator, and will choose a password with its link. Nobody else may set one. Nothing was changed.`,
    field,
  );
}

/**
 * Whether a User may become a member of that level as they are. An Administrator needs a password that was set by a link to
 * the mailbox: any other may be known to whoever made the User first.
 */
export function joinsAtOnce(
  { ownPasswordAt }: Pick<User, "ownPasswordAt">,
  asAdministrator: boolean,
): boolean {
  return !asAdministrator || ownPasswordAt !== null;
}

/**
 * The User who has this e-mail, if somebody has. Throws conflict where nobody has, and it is the user ID of a User: one who
 * joined by that address would stand beside another who is called by it.
 */
export async function ownerOfAddress(db: Reading, email: string): Promise<User | null> {
  const emailKey = addressKey(email);
  const named = await db.user.findMany({
    where: { OR: [{ emailKey }, { usernameKey: { in: usernameKeys(email) } }] },
  });
  const owner = named.find((user) => user.emailKey === emailKey);
  if (!owner && named.length > 0) refuseOthersName(email);
  return owner ?? null;
}

/** Throws that conflict. */
export function refuseOthersName(email: string): never {
  throw new DomainError(
    "conflict",
    `${email} is the user ID of somebody with another e-mail address, so you cannot invite it. Nothing was changed. First find out who that is, or invite another address.`,
    "email",
  );
}

/** Nobody is shown another password of these Users before the end of the transaction, which makes them Administrator. */
export async function holdCredentials(tx: Transaction, userIds: string[]): Promise<void> {
  await tx.$queryRaw`SELECT "id" FROM "User" WHERE "id" = ANY(${userIds}::uuid[]) ORDER BY "id" FOR SHARE`;
}

/**
 * Every address that names a User: the e-mail, and a user ID that is one. A Console User of such an address approves nothing
 * that gives this User something.
 */
export function keysOf({ username, emailKey }: Pick<User, "username" | "emailKey">): string[] {
  const address = addressIn(username);
  return [...new Set([...(emailKey ? [emailKey] : []), ...(address ? [addressKey(address)] : [])])];
}

const addressesAtOnce = 500;

/** The keys of all these addresses, and of every other by which those of them are called who have a user. */
export async function keysOfAddresses(db: Reading, addresses: string[]): Promise<string[]> {
  const keys = [...new Set(addresses.map(addressKey))];
  const others: string[] = [];
  for (let at = 0; at < keys.length; at += addressesAtOnce) {
    const users = await db.user.findMany({
      where: { emailKey: { in: keys.slice(at, at + addressesAtOnce) }, usernameKey: { contains: "@" } },
      select: { username: true, emailKey: true },
    });
    others.push(...users.flatMap(keysOf));
  }
  return [...new Set([...keys, ...others])];
}

type Credential = Pick<User, "username" | "email" | "emailConfirmedAt" | "passwordHash" | "ownPasswordAt">;

/** What those who make this User Administrator should know: who else may be able to sign in as them, or whom they mistake. */
export function credentialWarnings(user: Credential): string[] {
  return [...misnamed(user), ...handed(user)];
}

/** Somebody who names a User by an address means whoever reads mail there. */
function misnamed(user: Credential): string[] {
  if (!isMisnamed(user)) return [];
  const { username, email } = user;
  const mails = email === null ? "this User has no e-mail" : `this User gets mails at ${email}`;
  return [`The user ID ${username} is an address, but ${mails}. Make sure that it is the person you mean.`];
}

/** Whether the user ID is an address that is not the User's e-mail: it may be somebody else's by now. */
function isMisnamed({ username, email }: Pick<User, "username" | "email">): boolean {
  const address = addressIn(username);
  return address !== null && (email === null || addressKey(email) !== addressKey(address));
}

/**
 * Throws conflict, at the field, where the e-mail would be another than a user ID that is an address nobody has shown to be
 * theirs: whoever names that address would be understood to mean this User.
 */
export function refuseMisnaming(
  user: Pick<User, "username" | "email" | "emailConfirmedAt">,
  { emailKey, partnerName }: { emailKey: string; partnerName: string },
): void {
  if (!wouldMisname(user, emailKey)) return;
  throw new DomainError(
    "conflict",
    `Your user ID is the address ${user.username}, and nobody has confirmed yet that you read mail there. Nothing was changed. First type that address here and follow the link in its mail. If it is not yours, ask your contact at ${partnerName} for your own user.`,
    "email",
  );
}

/** Whether the e-mail would be another than a user ID that is an address nobody has shown to be theirs. */
export function wouldMisname(
  user: Pick<User, "username" | "email" | "emailConfirmedAt">,
  emailKey: string,
): boolean {
  const after = { username: user.username, email: emailKey };
  return isMisnamed(after) && !isMisnamed(user) && user.emailConfirmedAt === null;
}

function handed(user: Credential): string[] {
  const { username, email } = user;
  if (user.passwordHash !== null && user.ownPasswordAt === null)
    return [
      email
        ? `The password of ${username} was not set by a link to ${email}: somebody else may know it. ${hint("reset-password")} ${username} mails a link first.`
        : `The password of ${username} was made by somebody else, who may know it.`,
    ];
  if (email !== null && user.emailConfirmedAt === null)
    return [
      `Nobody has confirmed ${email}. Anybody who reads mail there can set the password of ${username}.`,
    ];
  return [];
}

/**
 * Gives a User the password that its owner chose by a link to the mailbox. Whatever somebody else may hold is dead: other
 * links, changes of the e-mail that were not confirmed, and every session.
 */
export async function setOwnPassword(
  tx: Transaction,
  userId: string,
  { passwordHash, now }: { passwordHash: string; now: Date },
): Promise<User> {
  await withdrawLinks(tx, { userId, purpose: { in: ["password", "email"] } });
  const user = await tx.user.update({
    where: { id: userId },
    data: { passwordHash, mustChangePassword: false, ownPasswordAt: now, emailConfirmedAt: now },
  });
  // After the password, so that nobody signs in with the old one in between: see sign-in.ts.
  await endSessions(tx, { userId });
  return user;
}
