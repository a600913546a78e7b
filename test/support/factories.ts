import type { Database, Transaction } from "../../src/core/kernel/database.ts";
import type { AccountUserActor, ConsoleUserActor } from "../../src/core/context.ts";
import { consoleUserActor } from "../../src/core/kernel/access/console-user-actor.ts";
import type { ConsolePermissions } from "../../src/core/kernel/access/access.ts";
import type {
  Account,
  ConsoleUser,
  Invitation,
  LinkPurpose,
  Prisma,
  User,
} from "../../src/core/generated/prisma/client.ts";
import { after, days } from "../../src/core/kernel/time/clock.ts";
import { hashPassword } from "../../src/core/kernel/secrets/password.ts";
import { hashToken, newToken } from "../../src/core/kernel/secrets/token.ts";
import { startSession } from "../../src/core/kernel/sessions/find-session.ts";
import { fold } from "../../src/core/kernel/text/fold.ts";
import { addressKey, identityKey } from "../../src/core/kernel/text/identity-key.ts";
import type { RecordedChat } from "./recorded-chat.ts";
import { workspace } from "./recorded-chat.ts";
import type { TestApp } from "./test-app.ts";
import { namedUser } from "../../src/core/users/create-user.ts";

let serial = 0;
const next = () => (serial += 1);

export async function makePartner(db: Database, name = "Northwind Software"): Promise<void> {
  await db.partner.upsert({ where: { id: 1 }, create: { id: 1, name }, update: { name } });
}

export function makeAccount(db: Database | Transaction, given: Partial<Account> = {}): Promise<Account> {
  const name = given.name ?? `Account ${next()}`;
  const apiId = given.apiId ?? `account-${next()}`;
  const runSettings = given.runSettings ?? undefined;
  return db.account.create({
    data: { ...given, name, nameKey: fold(name), apiId, apiIdKey: identityKey(apiId), runSettings },
  });
}

/**
 * Somebody who has shown that the e-mail is theirs, and chose the password, if one is given: hashing takes its time. Where
 * `own` is false, somebody else made the user.
 */
export async function makeUser(
  db: Database,
  given: { username?: string; email?: string; password?: string; own?: boolean } = {},
): Promise<User> {
  const own = given.own ?? true;
  const email = given.email ?? `user${next()}@acme.example`;
  const username = given.username ?? email;
  return db.user.create({
    data: {
      ...namedUser(username),
      email,
      emailKey: addressKey(email),
      emailConfirmedAt: own ? new Date() : null,
      passwordHash: given.password ? await hashPassword(given.password) : null,
      ownPasswordAt: own ? new Date() : null,
    },
  });
}

export interface GivenConsoleUser {
  email?: string;
  firstName?: string;
  fullAccess?: boolean;
  permissions?: ConsolePermissions;
  /** Linked to this person in the chat. */
  chatUserId?: string;
}

export function makeConsoleUser(db: Database, given: GivenConsoleUser = {}): Promise<ConsoleUser> {
  const email = given.email ?? `console${next()}@partner.example`;
  const { permissions = {}, chatUserId, ...rest } = given;
  return db.consoleUser.create({
    data: {
      ...rest,
      email,
      emailKey: addressKey(email),
      permissions,
      ...(chatUserId && { chatUserId, chatTeamId: workspace, chatLinkedAt: new Date() }),
    },
  });
}

/** A Console User who acts in the chat. */
export async function makeActor(t: TestApp, given: GivenConsoleUser = {}): Promise<ConsoleUserActor> {
  const chatUserId = given.chatUserId ?? `U${next()}`;
  const user = await makeConsoleUser(t.db, { permissions: { users: "edit" }, ...given, chatUserId });
  addPerson(t.chat, chatUserId, user.email);
  return consoleUserActor(user, "slack");
}

export function addPerson(
  chat: RecordedChat,
  chatUserId: string,
  email: string | undefined,
  given: Partial<Parameters<RecordedChat["people"]["set"]>[1]> = {},
): void {
  chat.people.set(chatUserId, {
    workspaceId: workspace,
    email,
    emailConfirmed: true,
    name: email ?? chatUserId,
    timeZone: "Europe/London",
    excluded: undefined,
    ...given,
  });
}

/** A link of its own, good for a week, whose mail went out; and its token. */
export async function makeLink(
  db: Database | Transaction,
  purpose: LinkPurpose,
  given: Partial<Omit<Prisma.SecretLinkUncheckedCreateInput, "purpose" | "tokenHash">> & { now?: Date } = {},
): Promise<{ linkId: string; token: string }> {
  const { now = new Date(), ...link } = given;
  const token = newToken();
  const mailed = {
    tokenHash: hashToken(token),
    createdAt: now,
    handedOverAt: now,
    expiresAt: after(now, days(7)),
  };
  const { id: linkId } = await db.secretLink.create({ data: { purpose, ...mailed, ...link } });
  return { linkId, token };
}

export interface GivenInvitation {
  accountId?: string;
  email?: string;
  asAdministrator?: boolean;
  state?: "open" | "accepted" | "revoked" | "expired";
}

/** An Invitation whose mail went out, and the token of its link. */
export async function makeInvitation(
  t: TestApp,
  given: GivenInvitation = {},
): Promise<{ invitation: Invitation; token: string }> {
  const { state = "open", email = `invitee${next()}@acme.example`, asAdministrator = false } = given;
  const accountId = given.accountId ?? (await makeAccount(t.db)).id;
  const now = t.clock.now();
  const { linkId, token } = await makeLink(t.db, "invitation", {
    now,
    ...(state === "expired" && { expiresAt: new Date(now.getTime() - 1000) }),
    usedAt: state === "accepted" ? now : null,
    revokedAt: state === "revoked" ? now : null,
  });
  const invitation = await t.db.invitation.create({
    data: {
      accountId,
      email,
      emailKey: addressKey(email),
      asAdministrator,
      linkId,
      createdAt: now,
      acceptedAt: state === "accepted" ? now : null,
      revokedAt: state === "revoked" ? now : null,
    },
  });
  return { invitation, token };
}

/** Changes the links of some Invitations. */
export const changeLink = (
  db: Database | Transaction,
  invitation: Prisma.InvitationWhereInput,
  data: Prisma.SecretLinkUpdateManyMutationInput,
) => db.secretLink.updateMany({ where: { purpose: "invitation", invitation }, data });

/** The link of one. */
export const linkOf = (db: Database, invitation: Prisma.InvitationWhereInput) =>
  db.secretLink.findFirstOrThrow({ where: { purpose: "invitation", invitation } });

/** A User signed in at the pages, and the token of the session. */
export async function makeSession(
  t: TestApp,
  user: User,
  given: { accountId?: string; deploymentId?: string; userAgent?: string } = {},
): Promise<{ actor: AccountUserActor; token: string }> {
  const { userAgent = "Firefox", accountId, deploymentId = null } = given;
  const browser = { userAgent, address: "192.0.2.1", token: undefined };
  const fresh = { holder: { userId: user.id }, browser, ...(accountId && { accountId, deploymentId }) };
  const { id, token } = await startSession(t.db, fresh, t.clock.now());
  const limits = { onlyAccountId: accountId ?? null, deploymentId };
  const actor = { kind: "account-user", id: user.id, name: user.username, sessionId: id, ...limits } as const;
  return { actor: { ...actor, surface: "web" }, token };
}
