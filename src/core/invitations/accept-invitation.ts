import { z } from "zod";
import { recordAudit } from "../kernel/audit/record-audit.ts";
import type { Context, Invitee } from "../context.ts";
import type { Transaction } from "../kernel/database.ts";
import { DomainError } from "../kernel/errors.ts";
import type { Invitation, User } from "../generated/prisma/client.ts";
import { transact } from "../kernel/outbox/transact.ts";
import { giveMembership } from "../kernel/levels/give-membership.ts";
import { levelOf } from "../kernel/levels/require-level.ts";
import { invalidateCard } from "../kernel/requests/invalidate-card.ts";
import { hashPassword } from "../kernel/secrets/password.ts";
import { passwordPair, passwordsDiffer, samePasswords } from "../kernel/secrets/password-pair.ts";
import { passwordFault } from "../kernel/secrets/password-fault.ts";
import { addressIn, addressKey, identityKey, usernameKeys } from "../kernel/text/identity-key.ts";
import { personName } from "../kernel/text/person-name.ts";
import { isUniqueViolation } from "../kernel/unique-violation.ts";
import { joinsAtOnce, setOwnPassword } from "../users/handed-credentials.ts";
import { requireLastingSender } from "../users/sent-invitations.ts";
import { checkedNewPassword, type SetPasswordForm } from "../users/set-password.ts";
import { findLookAlike, namedUser } from "../users/create-user.ts";
import { newUsername } from "../users/reset-password.ts";
import { type FoundInvitation, findInvitation, type WithLink } from "./find-invitation.ts";
import { unended } from "../kernel/links/end-invitations.ts";
import { useUp } from "../kernel/links/secret-link.ts";

export const acceptInvitationForm = z
  .object({
    username: newUsername,
    firstName: personName,
    lastName: personName,
    ...passwordPair,
  })
  .refine(samePasswords, passwordsDiffer);

export type AcceptInvitationForm = z.infer<typeof acceptInvitationForm>;

export interface Acceptance {
  token: string;
  /** Left out where the address has a user by now, who only gains the Membership. */
  form?: AcceptInvitationForm;
  /** Of that user, where joining asks for a new one: see `FoundInvitation.choosesPassword`. */
  newPassword?: SetPasswordForm;
}

/**
 * Uses an Invitation up, once: the User and the Membership exist afterwards, at the level asked for.
 * Throws not-found (forged), expired, forbidden (suspended Account, or an inviter who is no longer Administrator), conflict (used, or the user ID is taken), invalid (with a field).
 */
export async function acceptInvitation(
  ctx: Context<Invitee>,
  { token, form, newPassword }: Acceptance,
): Promise<User> {
  const found = await findInvitation(ctx, token);
  if (!found) throw new DomainError("not-found", "We do not know this link.");
  if (found.state !== "open") throw new DomainError("expired", `This invitation is ${found.state}.`);
  if (found.invitation.account.suspendedAt)
    throw new DomainError(
      "forbidden",
      "This account is suspended. You can use the link when it opens again.",
    );
  const passwordHash = await hashOf(ctx, found, form, newPassword);
  try {
    return await transact(ctx, async (tx, after) => {
      await holdSender(tx, found.invitation);
      await accept(ctx, tx, found.invitation);
      await requireLastingSender(tx, found.invitation, ctx.clock());
      const { user, created } = await userFor(ctx, tx, found, form, passwordHash);
      const { requestId } = found.invitation;
      if (requestId) await invalidateCard(tx, after, requestId, ctx.clock());
      await join(ctx, tx, found.invitation, user);
      if (created) await recordUser(ctx, tx, found.invitation, user);
      return user;
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    // Another invitation to this address, accepted at the same moment, has made the user.
    if (!found.username && (await hasUser(ctx, found.invitation))) return acceptInvitation(ctx, { token });
    throw new DomainError("conflict", "This user ID is taken. Choose another.", "username");
  }
}

async function hasUser({ db }: Context<Invitee>, { emailKey }: Invitation): Promise<boolean> {
  return (await db.user.count({ where: { emailKey } })) > 0;
}

/** It takes its time, so it comes before the transaction. */
async function hashOf(
  ctx: Context<Invitee>,
  { invitation, username, choosesPassword }: FoundInvitation,
  form: AcceptInvitationForm | undefined,
  newPassword: SetPasswordForm | undefined,
): Promise<string | undefined> {
  if (username === undefined) return form && checkedPassword(ctx, invitation, form);
  if (!choosesPassword || !newPassword) return undefined;
  return hashPassword(checkedNewPassword(newPassword, [username, invitation.email]), ctx);
}

async function checkedPassword(
  ctx: Context<Invitee>,
  invitation: Invitation,
  form: AcceptInvitationForm,
): Promise<string> {
  const [issue] = acceptInvitationForm.safeParse(form).error?.issues ?? [];
  if (issue) throw new DomainError("invalid", issue.message, issue.path.map(String)[0]);
  const typed = addressIn(form.username);
  // Otherwise an invitee could take an address as user ID that belongs to somebody else.
  if (typed !== null && addressKey(typed) !== invitation.emailKey) {
    throw new DomainError("invalid", "If the user ID is an e-mail address, it has to be yours.", "username");
  }
  const fault = passwordFault(form.password, [form.username, invitation.email]);
  if (fault) throw new DomainError("invalid", fault, "password");
  return hashPassword(form.password, ctx);
}

/**
 * Levels change under the Account's lock: whoever invites as Administrator is so until the invitation is used. Any other
 * acceptance keeps the Account from being deleted, before it takes the link: who deletes takes them in that order.
 */
async function holdSender(
  tx: Transaction,
  { asAdministrator, invitedById, accountId }: Invitation,
): Promise<void> {
  await (asAdministrator && invitedById
    ? tx.$queryRaw`SELECT "id" FROM "Account" WHERE "id" = ${accountId}::uuid FOR UPDATE`
    : tx.$queryRaw`SELECT "id" FROM "Account" WHERE "id" = ${accountId}::uuid FOR KEY SHARE`);
}

async function accept(ctx: Context<Invitee>, tx: Transaction, { id, link }: WithLink): Promise<void> {
  const now = ctx.clock();
  await useUp(tx, link, now);
  const { count } = await tx.invitation.updateMany({
    where: { id, ...unended, account: { suspendedAt: null } },
    data: { acceptedAt: now },
  });
  if (count === 0) throw new DomainError("expired", "This invitation was used, or ended, a moment ago.");
}

async function userFor(
  ctx: Context<Invitee>,
  tx: Transaction,
  found: FoundInvitation,
  form: AcceptInvitationForm | undefined,
  passwordHash: string | undefined,
): Promise<{ user: User; created: boolean }> {
  const { invitation } = found;
  const now = ctx.clock();
  await tx.$queryRaw`SELECT "id" FROM "User" WHERE "emailKey" = ${invitation.emailKey} FOR UPDATE`;
  const known = await tx.user.findUnique({ where: { emailKey: invitation.emailKey } });
  if (known) return { user: await welcome(ctx, tx, found, known, passwordHash), created: false };
  if (!form || !passwordHash)
    throw new DomainError("invalid", "Choose a user ID and a password.", "username");
  await refuseOthersName(tx, invitation);
  const checked = acceptInvitationForm.parse(form);
  const alike = await findLookAlike(tx, checked.username);
  if (alike) {
    const other = await sameInvitee(tx, invitation, alike.usernameKey === identityKey(checked.username));
    return { user: await welcome(ctx, tx, found, other, passwordHash), created: false };
  }
  const user = await tx.user.create({
    data: {
      ...namedUser(checked.username),
      firstName: checked.firstName,
      lastName: checked.lastName,
      email: invitation.email,
      emailKey: invitation.emailKey,
      emailConfirmedAt: now,
      passwordHash,
      ownPasswordAt: now,
    },
  });
  return { user, created: true };
}

/** A user of this address would stand beside another that is called by it, and be taken for that one. */
async function refuseOthersName(tx: Transaction, { email, emailKey }: Invitation): Promise<void> {
  const count = await tx.user.count({
    where: {
      usernameKey: { in: usernameKeys(email) },
      OR: [{ emailKey: null }, { emailKey: { not: emailKey } }],
    },
  });
  if (count === 0) return;
  throw new DomainError(
    "conflict",
    `${email} is the user ID of somebody with another e-mail address, so no user can be made for it. Nothing was changed, and the link still works. Tell the person who invited you.`,
    "username",
  );
}

/**
 * Somebody who has a user already reads mail at its address, as the link shows. Whoever made that user may know its
 * password: as Administrator nobody joins with it.
 */
async function welcome(
  ctx: Context<Invitee>,
  tx: Transaction,
  { invitation, username, choosesPassword }: FoundInvitation,
  { id, username: name, ownPasswordAt }: User,
  passwordHash: string | undefined,
): Promise<User> {
  const now = ctx.clock();
  if (joinsAtOnce({ ownPasswordAt }, invitation.asAdministrator))
    return tx.user.update({ where: { id }, data: { emailConfirmedAt: now } });
  // A password that was chosen for a user who was to be made is not this one's.
  if (username !== name || !choosesPassword || !passwordHash)
    throw new DomainError("invalid", "Choose a new password to join as Administrator.", "password");
  const subject = { kind: "user", id, name };
  await recordAudit(tx, ctx, { action: "password-set", subject });
  return setOwnPassword(tx, id, { passwordHash, now });
}

/** Another invitation to this address, accepted at the same moment, may have made the User. Whose a user ID is, is not told. */
async function sameInvitee(tx: Transaction, { emailKey }: Invitation, isTaken: boolean): Promise<User> {
  const user = await tx.user.findUnique({ where: { emailKey } });
  if (user) return user;
  const lead = isTaken ? "This user ID is taken." : "This user ID looks like one that is taken.";
  throw new DomainError("conflict", `${lead} Choose another.`, "username");
}

function recordUser(
  ctx: Context<Invitee>,
  tx: Transaction,
  invitation: Invitation,
  user: User,
): Promise<void> {
  return recordAudit(tx, ctx, {
    action: "user-created",
    subject: { kind: "user", id: user.id, name: user.username },
    accountId: invitation.accountId,
    requestId: invitation.requestId,
    after: { username: user.username, email: user.email },
  });
}

async function join(
  ctx: Context<Invitee>,
  tx: Transaction,
  invitation: Invitation,
  user: User,
): Promise<void> {
  const { accountId, asAdministrator, requestId } = invitation;
  await tx.invitation.update({ where: { id: invitation.id }, data: { acceptedById: user.id } });
  const member = await tx.membership.findUnique({
    where: { userId_accountId: { userId: user.id, accountId } },
  });
  if (!member) {
    await giveMembership(tx, { userId: user.id, accountId, asAdministrator, requestId, now: ctx.clock() });
  }
  await recordAudit(tx, ctx, {
    action: "invitation-accepted",
    subject: { kind: "user", id: user.id, name: user.username },
    accountId,
    requestId,
    after: { level: levelOf(asAdministrator), username: user.username },
  });
}
