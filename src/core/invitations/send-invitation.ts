import { moment } from "../kernel/text/moment-words.ts";
import type { Context, AccountUserActor, App } from "../context.ts";
import { loadBrand, type MailBrand } from "../kernel/names/brand.ts";
import { zoneOfAccount } from "../kernel/time/account-zone.ts";
import type { Prisma, Account, Invitation } from "../generated/prisma/client.ts";
import { handedOver, mailLink } from "../kernel/links/secret-link.ts";
import { userLabel } from "../kernel/names/user-name.ts";
import { inviteOrAdd } from "./apply-invitation.ts";
import { letter } from "../kernel/mail/letter.ts";
import type { Mail } from "../kernel/mail/mailer.ts";
import { levelWords, changeAtLevel, refuseOutlasting, requireLevel } from "../kernel/levels/require-level.ts";
import { z } from "zod";
import { systemActor } from "../kernel/audit/system-actor.ts";
import { defineMailing } from "../kernel/outbox/mailing.ts";
import { addressKey, email } from "../kernel/text/identity-key.ts";
import { DomainError } from "../kernel/errors.ts";
import { isUniqueViolation } from "../kernel/unique-violation.ts";
import type { InviteUserInput } from "./read-address-file.ts";
import { refuseInvitation } from "./plan-invitation.ts";
import { nameOf } from "../kernel/access/console-user-actor.ts";

export const mailable = { account: true, invitedBy: true, link: true } as const;
type Mailable = Prisma.InvitationGetPayload<{ include: typeof mailable }>;

interface Sending {
  /** Of the Partner's team; an Administrator of the Account is on the row. */
  inviterName: string;
  /** Written in one transaction with the record that the mail server took the mail. */
  record: (now: Date) => Prisma.PrismaPromise<unknown>;
}

/** Mails the link and records that. False where there was nothing to mail. */
export async function sendInvitation(
  ctx: Context,
  invitationId: string,
  { inviterName, record }: Sending,
): Promise<boolean> {
  const [invitation, from] = await Promise.all([
    ctx.db.invitation.findUniqueOrThrow({ where: { id: invitationId }, include: mailable }),
    loadBrand(ctx),
  ]);
  const at = await mailInvitation(ctx, invitation, { inviterName, from });
  if (!at) return false;
  await ctx.db.$transaction([handedOver(ctx.db, invitation.link, at), record(at)]);
  return true;
}

/** Mails the link, and returns when the mail server took it: see `mailLink`. `from` is the Partner's brand. */
export function mailInvitation(
  ctx: Context,
  { link, account, invitedBy, email, asAdministrator }: Mailable,
  { inviterName, from }: { inviterName: string; from: MailBrand },
): Promise<Date | undefined> {
  return mailLink(ctx, link, async (url) =>
    invitationMail({
      invitation: { email, asAdministrator, expiresAt: link.expiresAt },
      account,
      brand: from,
      by: invitedBy ? userLabel(invitedBy) : inviterName ? `${inviterName} of ${from.name}` : from.name,
      link: url,
      timeZone: await zoneOfAccount(ctx, account),
    }),
  );
}

export async function invitationMail(facts: {
  invitation: Pick<Invitation, "email" | "asAdministrator"> & { expiresAt: Date };
  account: Pick<Account, "name">;
  brand: MailBrand;
  /** Who invites, as the mail begins. */
  by: string;
  link: string;
  timeZone: string;
}): Promise<Omit<Mail, "messageId">> {
  const { invitation, account, brand, by, link, timeZone } = facts;
  return {
    to: invitation.email,
    subject: `${brand.name}: you are invited to ${account.name}`,
    ...(await letter({
      title: `You are invited to ${account.name}`,
      brand,
      timeZone,
      paragraphs: [
        `${by} invites you to the account ${account.name}. ${levelWords(invitation.asAdministrator)}`,
        "Follow the link to choose your user ID and your password.",
      ],
      action: { label: "Accept the invitation", link },
      closing: [
        `The link works once, until ${moment(invitation.expiresAt)}.`,
        "If you did not expect this, you can ignore this mail. Nothing happens unless you use the link.",
      ],
    })),
  };
}

/** The mail of an Invitation that an Administrator of the Account has made, or sends again. */
export const invitationMailing = defineMailing({
  kind: "invitation",
  about: z.object({ invitationId: z.uuid() }),
  async send(app, { id, about: { invitationId } }) {
    const invitation = await app.db.invitation.findUnique({ where: { id: invitationId } });
    if (!invitation || invitation.acceptedAt || invitation.revokedAt) return;
    const inviter = await inviterOf(app, invitation);
    const record = (now: Date) => app.db.mailing.updateMany({ where: { id }, data: { sentAt: now } });
    await sendInvitation({ ...app, actor: systemActor }, invitationId, {
      inviterName: inviter?.ofPartner ? inviter.name : "",
      record,
    });
  },
});

interface Notice {
  email: string;
  account: Account;
  asAdministrator: boolean;
  messageId: string;
}

/** Tells somebody who has a user already that one more Account is open to them. */
export async function sendMembershipNotice(
  ctx: Context,
  { email, account, asAdministrator, messageId }: Notice,
): Promise<void> {
  const user = await ctx.db.user.findUnique({ where: { emailKey: addressKey(email) } });
  if (!user?.email) return;
  const mail = await membershipMail({
    user: { username: user.username, email: user.email },
    account,
    asAdministrator,
    brand: await loadBrand(ctx),
    timeZone: await zoneOfAccount(ctx, account),
  });
  await ctx.mailer.send({ ...mail, messageId });
}

export async function membershipMail(facts: {
  user: { username: string; email: string };
  account: Pick<Account, "name">;
  asAdministrator: boolean;
  brand: MailBrand;
  timeZone: string;
}): Promise<Omit<Mail, "messageId">> {
  const { user, account, brand, timeZone } = facts;
  return {
    to: user.email,
    subject: `${brand.name}: you now have access to ${account.name}`,
    ...(await letter({
      title: `You now have access to ${account.name}`,
      brand,
      timeZone,
      paragraphs: [
        `Your user ${user.username} now reaches the account ${account.name}. ${levelWords(facts.asAdministrator)}`,
        "Sign in as you always do. There is nothing else to set up.",
      ],
      closing: [`If you did not expect this, tell your contact at ${brand.name}.`],
    })),
  };
}

/** Tells somebody whom an Administrator invited, and who has a user already, that one more Account is open. */
export const membershipMailing = defineMailing({
  kind: "membership",
  about: z.object({ accountId: z.uuid(), email: z.string(), asAdministrator: z.boolean() }),
  async send(app, { id, about: { accountId, email, asAdministrator } }) {
    const account = await app.db.account.findUnique({ where: { id: accountId } });
    if (!account) return;
    const notice = { email, account, asAdministrator, messageId: `membership-${id}` };
    await sendMembershipNotice({ ...app, actor: systemActor }, notice);
  },
});

const ownInvitationForm = z.object({ email, asAdministrator: z.boolean() });
type OwnInvitationForm = z.infer<typeof ownInvitationForm>;

/**
 * Invites somebody to an Account that the actor is Administrator of, or, where the address has a user, makes that one a
 * member at once; a mail says so. Throws not-found, forbidden, invalid, conflict.
 */
export async function inviteToOwnAccount(
  ctx: Context<AccountUserActor>,
  accountId: string,
  form: OwnInvitationForm,
): Promise<"invited" | "added"> {
  const asked = { accountId, needs: "Administrator", for: "invitation" } as const;
  const { account } = await requireLevel(ctx, asked);
  const read = ownInvitationForm.safeParse(form);
  const [issue] = read.error?.issues ?? [];
  if (!read.data) throw new DomainError("invalid", issue?.message ?? "", issue?.path.map(String)[0]);
  const input: InviteUserInput = { ...read.data, accountId };
  await refuseInvitation(ctx, account, input);
  return changeAtLevel(ctx, asked, async (tx, own, after) => {
    if (input.asAdministrator) refuseOutlasting(own, ctx.clock(), "asAdministrator");
    const { outcome, invitationId } = await inviteOrAdd(ctx, tx, null, input);
    if (outcome === "invited" && invitationId)
      await invitationMailing.write(tx, after, { invitationId }, ctx.clock());
    else if (outcome === "added") await membershipMailing.write(tx, after, input, ctx.clock());
    else throw faster();
    return outcome;
  }).catch((error: unknown) => {
    throw isUniqueViolation(error) ? faster() : error;
  });
}

function faster(): DomainError {
  return new DomainError("conflict", "Somebody has just invited this address. Nothing was added.", "email");
}

export interface Inviter {
  name: string;
  /** Of the Partner's team, or else an Administrator of the Account. */
  ofPartner: boolean;
}

/** Who invites, as far as that is on record. */
export async function inviterOf(
  { db }: Pick<App, "db">,
  { requestId, invitedById }: Pick<Invitation, "requestId" | "invitedById">,
): Promise<Inviter | undefined> {
  const user = invitedById && (await db.user.findUnique({ where: { id: invitedById } }));
  if (user) return { name: userLabel(user), ofPartner: false };
  const include = { requester: true } as const;
  const request = requestId && (await db.request.findUnique({ where: { id: requestId }, include }));
  return request && request.requester ? { name: nameOf(request.requester), ofPartner: true } : undefined;
}
