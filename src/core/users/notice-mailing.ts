import { z } from "zod";
import type { Transaction, Database } from "../kernel/database.ts";
import { type After, transact } from "../kernel/outbox/transact.ts";
import { defineMailing } from "../kernel/outbox/mailing.ts";
import { letter } from "../kernel/mail/letter.ts";
import { loadBrand, partnerName } from "../kernel/names/brand.ts";
import { recordAudit } from "../kernel/audit/record-audit.ts";
import type { Context, Invitee } from "../context.ts";
import { DomainError } from "../kernel/errors.ts";
import { isUniqueViolation } from "../kernel/unique-violation.ts";
import { addressKey, usernameKeys } from "../kernel/text/identity-key.ts";
import type { SecretLink, User } from "../generated/prisma/client.ts";
import { useUp, withdrawLinks } from "../kernel/links/secret-link.ts";
import { isAdministratorAnywhere, refuseMisnaming } from "./handed-credentials.ts";
import { requireUserLink } from "./forgotten-password-mailing.ts";

const about = z.object({
  notice: z.enum([
    "password-changed",
    "email-change-asked",
    "email-changed",
    "temporary-password-made",
    "temporary-password-shown",
    "password-set",
  ]),
  to: z.string(),
  username: z.string(),
  /** Who did it, where that is somebody else. */
  by: z.string().optional(),
});

/** Tells somebody what was done to their user: if they know nothing of it, this is how they learn. */
export const noticeMailing = defineMailing({
  kind: "notice",
  about,
  async send(app, { id, about: { notice, to, username, by } }) {
    const brand = await loadBrand(app);
    const { name } = brand;
    const { subject, title, happened, expected } = words[notice];
    const content = await letter({
      title,
      brand,
      timeZone: app.timeZone,
      paragraphs: [
        `${happened(by ? `${by} of ${name}` : name)} It belongs to your user ${username} at ${name}.`,
      ],
      closing: [
        `${expected} If not, tell your contact at ${name} now: somebody else may be using your user.`,
      ],
    });
    await app.mailer.send({ to, subject: `${name}: ${subject}`, ...content, messageId: `notice-${id}` });
  },
});

const own = "If that was you, there is nothing to do.";

const words = {
  "password-changed": {
    subject: "your password was changed",
    title: "Your password was changed",
    happened: () => "The password was changed in the settings, and every other session was ended.",
    expected: own,
  },
  "email-change-asked": {
    subject: "another e-mail for you",
    title: "Somebody asked for another e-mail",
    happened: (by: string) =>
      `${by} asked that your mails go to another address. Nothing changes until somebody who reads mail there confirms it.`,
    expected: "If you asked for that, there is nothing to do.",
  },
  "email-changed": {
    subject: "your e-mail was changed",
    title: "Your e-mail was changed",
    happened: () =>
      "Your user now has another e-mail. From now on mails go there, and no longer to this address.",
    expected: own,
  },
  "temporary-password-made": {
    subject: "a temporary password for you",
    title: "A temporary password was made for you",
    happened: (by: string) =>
      `${by} asked for a temporary password, to pass it on to you. Until they have seen it, nothing changes.`,
    expected: "If you asked for help to sign in, there is nothing to do.",
  },
  "temporary-password-shown": {
    subject: "your temporary password was shown",
    title: "Your temporary password was shown",
    happened: (by: string) =>
      `${by} has seen the temporary password. From now on, only that password works. Every session was ended. Choose your own at the next sign-in.`,
    expected: "If they pass it on to you, there is nothing more to do.",
  },
  "password-set": {
    subject: "your password was set",
    title: "Your password was set",
    happened: (by: string) =>
      `${by} has set another password, and only that one works from now on. Every session was ended.`,
    expected: "If you asked for it, there is nothing to do.",
  },
};

/** Mails the owner of a User for whom somebody of the Partner's team made, or saw, a temporary password. */
export async function tellTemporaryPassword(
  tx: Transaction,
  after: After,
  { email, username }: { email: string | null; username: string },
  done: { made: string } | { shown: string },
  now: Date,
): Promise<void> {
  if (email === null) return;
  const what =
    "made" in done
      ? ({ notice: "temporary-password-made", by: done.made } as const)
      : ({ notice: "temporary-password-shown", by: done.shown } as const);
  await noticeMailing.write(tx, after, { ...what, to: email, username }, now);
}

/**
 * Uses a link up, once: its User has the new e-mail afterwards, links mailed to the old one are dead, and the old one is
 * told. Throws not-found (forged, or replaced), expired (or used), conflict (another User's by now).
 */
export async function confirmEmailChange(ctx: Context<Invitee>, token: string): Promise<void> {
  const found = await requireUserLink(ctx, "email", token);
  await change(ctx, found).catch((error: unknown) => {
    throw isUniqueViolation(error) ? taken() : error;
  });
}

async function change(ctx: Context<Invitee>, { link, user }: { link: SecretLink; user: User }) {
  const { id: userId } = user;
  const { email } = link;
  if (email === null) throw new Error("A link that confirms no e-mail");
  const emailKey = addressKey(email);
  const now = ctx.clock();
  const moved = emailKey !== user.emailKey;
  const name = await partnerName(ctx);
  return transact(ctx, async (tx, after) => {
    await useUp(tx, link, now);
    if (moved) await refuseHandedOver(tx, user, now);
    if (!(await isFreeAddress(tx, { email, userId }))) throw taken();
    // Asked for before its user ID was held against it, or before another change was confirmed.
    refuseMisnaming(await tx.user.findUniqueOrThrow({ where: { id: userId } }), {
      emailKey,
      partnerName: name,
    });
    // The password was set before anybody was known to read mail there: it says nothing of this mailbox.
    const data = { email, emailKey, emailConfirmedAt: now, ...(moved && { ownPasswordAt: null }) };
    await tx.user.update({ where: { id: userId }, data, select: { id: true } });
    await withdrawLinks(tx, { userId, purpose: "password" });
    const notice = { notice: "email-changed", username: user.username } as const;
    if (user.email && moved) await noticeMailing.write(tx, after, { ...notice, to: user.email }, now);
    await recordAudit(tx, ctx, {
      action: "email-changed",
      subject: { kind: "user", id: userId, name: user.username },
      before: { email: user.email },
      after: { email },
    });
  });
}

/**
 * Throws expired where an application asked for it before the User became an Administrator: whoever reads mail at the new address
 * could set the password, and nobody has approved that.
 */
async function refuseHandedOver(tx: Transaction, { id: userId }: User, now: Date): Promise<void> {
  const asked = await tx.auditEvent.findFirst({
    where: { subjectKind: "user", subjectId: userId, action: "email-change-requested" },
    orderBy: { id: "desc" },
    select: { actorKind: true, after: true },
  });
  const { asAdministrator } = (asked?.after ?? {}) as { asAdministrator?: boolean };
  if (
    asked?.actorKind !== "api-client" ||
    asAdministrator ||
    !(await isAdministratorAnywhere(tx, userId, now))
  )
    return;
  throw new DomainError(
    "expired",
    "This change was asked for before the user became an Administrator. Nothing was changed. Sign in, and change the e-mail in the settings.",
  );
}

function taken(): DomainError {
  return new DomainError("conflict", "This address now belongs to another user. Nothing was changed.");
}

/** Nobody else has this e-mail, nor a user ID that reads like it: whoever is named by it must be one person. */
export async function isFreeAddress(
  db: Database | Transaction,
  { email, userId }: { email: string; userId: string },
): Promise<boolean> {
  const named = [{ usernameKey: { in: usernameKeys(email) } }, { emailKey: addressKey(email) }];
  const others = { id: { not: userId }, OR: named };
  return (await db.user.count({ where: others })) === 0;
}
