import { moment } from "../kernel/text/moment-words.ts";
import { z } from "zod";
import { recordAudit } from "../kernel/audit/record-audit.ts";
import type { AccountUserActor, Context } from "../context.ts";
import { personName } from "../kernel/text/person-name.ts";
import { DomainError } from "../kernel/errors.ts";
import type { User } from "../generated/prisma/client.ts";
import { transact } from "../kernel/outbox/transact.ts";
import { defineMailing } from "../kernel/outbox/mailing.ts";
import { hashPassword, verifyPassword } from "../kernel/secrets/password.ts";
import { passwordFault } from "../kernel/secrets/password-fault.ts";
import { passwordPair, passwordsDiffer, samePasswords } from "../kernel/secrets/password-pair.ts";
import { endSessions } from "../kernel/sessions/find-session.ts";
import { noticeMailing, isFreeAddress } from "./notice-mailing.ts";
import { refuseMisnaming } from "./handed-credentials.ts";
import { nobodysHash } from "./sign-in.ts";
import { handedOver, mailLink, newLink, withdrawLinks } from "../kernel/links/secret-link.ts";
import { email, addressKey } from "../kernel/text/identity-key.ts";
import { letter } from "../kernel/mail/letter.ts";
import { loadBrand, partnerName } from "../kernel/names/brand.ts";

export const namesForm = z.object({ firstName: personName, lastName: personName });
export type NamesForm = z.infer<typeof namesForm>;

/** Changes the actor's own names. False where they are those already. */
export async function changeNames(ctx: Context<AccountUserActor>, form: NamesForm): Promise<boolean> {
  const { id, username, firstName, lastName } = await requireOwnSettings(ctx);
  const names = namesForm.parse(form);
  if (names.firstName === firstName && names.lastName === lastName) return false;
  await ctx.db.$transaction(async (tx) => {
    await tx.user.update({ where: { id }, data: names, select: { id: true } });
    await recordAudit(tx, ctx, {
      action: "names-changed",
      subject: { kind: "user", id, name: username },
      before: { firstName, lastName },
      after: names,
    });
  });
  return true;
}

/** The actor's User, whose settings are theirs to change: not in a session that began with a sign-in link. Throws forbidden. */
export async function requireOwnSettings(ctx: Context<AccountUserActor>): Promise<User> {
  const { actor, db } = ctx;
  if (actor.onlyAccountId) {
    await recordAudit(db, ctx, {
      action: "refused",
      subject: { kind: "page", name: "settings" },
      after: { because: "came by a sign-in link" },
    });
    throw new DomainError(
      "forbidden",
      "You signed in with a link that opens only one account. To change your settings, sign in with your password.",
    );
  }
  return db.user.findUniqueOrThrow({ where: { id: actor.id } });
}

const changePasswordForm = z
  .object({ oldPassword: z.string(), ...passwordPair })
  .refine(samePasswords, passwordsDiffer);
type ChangePasswordForm = z.infer<typeof changePasswordForm>;

/**
 * Gives the actor another password for their own. Every other session ends, links to set one or to change the e-mail are
 * dead, and a notice is mailed. Throws forbidden, invalid (with a field), conflict. Returns how many sessions ended.
 */
export async function changePassword(
  ctx: Context<AccountUserActor>,
  form: ChangePasswordForm,
): Promise<number> {
  const user = await requireOwnSettings(ctx);
  const asked = { password: form.oldPassword, field: "oldPassword", for: "a new password" };
  await requirePassword(ctx, user, asked);
  const fault = faultOf(user, form);
  if (fault) throw fault;
  const passwordHash = await hashPassword(form.password, ctx);
  const { id, username, email, passwordHash: old } = user;
  const now = ctx.clock();
  return transact(ctx, async (tx, after) => {
    const { count } = await tx.user.updateMany({
      where: { id, passwordHash: old },
      data: { passwordHash, mustChangePassword: false },
    });
    if (count === 0)
      throw new DomainError("conflict", "Your password was changed a moment ago. Nothing was done.");
    await withdrawLinks(tx, { userId: id, purpose: { in: ["password", "email"] } });
    const ended = await endSessions(tx, { userId: id }, ctx.actor.sessionId);
    const about = { notice: "password-changed", username } as const;
    if (email) await noticeMailing.write(tx, after, { ...about, to: email }, now);
    await recordAudit(tx, ctx, {
      action: "password-changed",
      subject: { kind: "user", id, name: username },
      after: { sessionsEnded: ended },
    });
    return ended;
  });
}

function faultOf({ username, email }: User, form: ChangePasswordForm): DomainError | undefined {
  const [issue] = changePasswordForm.safeParse(form).error?.issues ?? [];
  const fault = passwordFault(form.password, [username, email ?? undefined]);
  if (fault) return new DomainError("invalid", fault, "password");
  if (issue) return new DomainError("invalid", issue.message, issue.path.map(String)[0]);
  if (form.password.normalize("NFKC") === form.oldPassword.normalize("NFKC"))
    return new DomainError("invalid", "You already have this password. Choose another.", "password");
  return undefined;
}

/** Throws invalid, at the field, where this is not the actor's own password; the refusal is recorded. */
export async function requirePassword(
  ctx: Context<AccountUserActor>,
  user: User,
  given: { password: string; field: string; for: string },
): Promise<void> {
  const right = await verifyPassword(user.passwordHash ?? nobodysHash, given.password);
  if (right && user.passwordHash) return;
  await recordAudit(ctx.db, ctx, {
    action: "refused",
    subject: { kind: "page", name: given.for },
    after: { because: "wrong password" },
  });
  throw new DomainError("invalid", "This is not your password. Type the one you sign in with.", given.field);
}

/** Goes to the new address: with the link that confirms it, or, where it is another User's, with that. */
export const emailChangeMailing = defineMailing({
  kind: "email-change",
  about: z.object({ linkId: z.uuid() }),
  async send(app, { about: { linkId } }) {
    const link = await app.db.secretLink.findUnique({ where: { id: linkId }, include: { user: true } });
    if (!link?.user || !link.email) return;
    const { email, user, expiresAt } = link;
    const at = await mailLink(app, link, async (url) => {
      const brand = await loadBrand(app);
      const { name } = brand;
      const free = await isFreeAddress(app.db, { email, userId: user.id });
      const { timeZone } = app;
      const content = free
        ? { ...confirming({ username: user.username, name, link: url, expiresAt }), timeZone }
        : { ...taken(name), timeZone };
      return { to: email, subject: `${name}: your e-mail`, ...(await letter({ ...content, brand })) };
    });
    if (at) await handedOver(app.db, link, at);
  },
});

function confirming(facts: { username: string; name: string; link: string; expiresAt: Date }) {
  return {
    title: "Is this your e-mail?",
    paragraphs: [
      `The user ${facts.username} at ${facts.name} wants to get mails at this address from now on.`,
    ],
    action: { label: "Confirm the address", link: facts.link },
    closing: [
      `The link works once, until ${moment(facts.expiresAt)}.`,
      "If you did not ask for this, you can ignore this mail. Nothing changes unless you use the link.",
    ],
  };
}

function taken(name: string) {
  return {
    title: "This address has a user already",
    paragraphs: [
      `A user at ${name} wanted to get mails at this address. It belongs to another user already, so nothing was changed.`,
    ],
    closing: [
      "If that was you: sign in as the user that has this address, or set its password with “Forgotten your password?”.",
    ],
  };
}

const emailChangeForm = z.object({ email, password: z.string() });
type EmailChangeForm = z.infer<typeof emailChangeForm>;

/**
 * Has a link mailed to a new address of the actor; until it is followed nothing changes. An earlier one is dead. Says
 * nothing of whether the address is another User's: that is told to whoever reads its mail. Throws forbidden, invalid.
 */
export async function requestEmailChange(
  ctx: Context<AccountUserActor>,
  form: EmailChangeForm,
): Promise<void> {
  const user = await requireOwnSettings(ctx);
  const read = emailChangeForm.safeParse(form);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new DomainError("invalid", issue?.message ?? "", issue?.path.map(String)[0]);
  }
  const asked = { password: form.password, field: "password", for: "another e-mail" };
  await requirePassword(ctx, user, asked);
  const emailKey = addressKey(read.data.email);
  // One that nobody has confirmed yet can be confirmed this way.
  if (emailKey === user.emailKey && user.emailConfirmedAt !== null)
    throw new DomainError("invalid", "This is your e-mail already. Nothing was changed.", "email");
  refuseMisnaming(user, { emailKey, partnerName: await partnerName(ctx) });
  const now = ctx.clock();
  await transact(ctx, async (tx, after) => {
    await withdrawLinks(tx, { userId: user.id, purpose: "email" });
    const link = newLink(ctx, { purpose: "email", userId: user.id, email: read.data.email });
    await tx.secretLink.create({ data: link, select: { id: true } });
    await emailChangeMailing.write(tx, after, { linkId: link.id }, now);
    await recordAudit(tx, ctx, {
      action: "email-change-requested",
      subject: { kind: "user", id: user.id, name: user.username },
      before: { email: user.email },
      after: { email: read.data.email },
    });
  });
}
