import type { App } from "../context.ts";
import type { Invitation, Prisma, SecretLink } from "../generated/prisma/client.ts";
import { unended } from "../kernel/links/end-invitations.ts";
import { byToken } from "../kernel/links/secret-link.ts";
import { joinsAtOnce } from "../users/handed-credentials.ts";
import { z } from "zod";
import { accountLabel } from "../kernel/names/account-name.ts";
import { DomainError } from "../kernel/errors.ts";
import { email, addressKey } from "../kernel/text/identity-key.ts";
import type { Database, Transaction } from "../kernel/database.ts";
import { hint } from "../kernel/text/command-hint.ts";

export const invitationWords = z.object({ accountId: z.uuid("Choose an Account."), email });

/** The Invitation of one address to one Account: the open one, else the latest. Throws not-found. */
export async function findPendingInvitation(
  { db }: App,
  { accountId, email }: z.infer<typeof invitationWords>,
): Promise<Pick<Invitation, "id">> {
  const emailKey = addressKey(email);
  const found =
    (await openInvitation(db, accountId, emailKey)) ??
    (await db.invitation.findFirst({ where: { accountId, emailKey }, orderBy: { id: "desc" } }));
  if (found) return found;
  const account = await db.account.findUnique({ where: { id: accountId } });
  const where = account ? accountLabel(account) : "an Account that was deleted";
  throw new DomainError(
    "not-found",
    `Nobody has invited ${email} to ${where}. ${hint("invitations")} lists the people who were invited.`,
    "email",
  );
}

/** The one Invitation for an address and an Account that is neither accepted, revoked nor swept as expired. */
export function openInvitation(
  db: Database | Transaction,
  accountId: string,
  emailKey: string,
): Promise<WithLink | null> {
  return db.invitation.findFirst({ where: { accountId, emailKey, ...unended }, include: { link: true } });
}

export type WithLink = Invitation & { link: SecretLink };

export const loaded = { account: true, link: true } as const;
export type LoadedInvitation = Prisma.InvitationGetPayload<{ include: typeof loaded }>;

type InvitationState = "open" | "accepted" | "revoked" | "expired";

export function invitationState(
  invitation: Pick<Invitation, keyof typeof unended> & { link: Pick<SecretLink, "expiresAt"> },
  now: Date,
): InvitationState {
  if (invitation.acceptedAt) return "accepted";
  if (invitation.revokedAt) return "revoked";
  return invitation.expiredAt || invitation.link.expiresAt <= now ? "expired" : "open";
}

export function isOpen(invitation: Parameters<typeof invitationState>[0], now: Date): boolean {
  return invitationState(invitation, now) === "open";
}

export interface FoundInvitation {
  state: InvitationState;
  invitation: LoadedInvitation;
  /** Somebody with this address has a user by now: accepting gives that user the Membership. */
  username: string | undefined;
  /** That user needs a new password first: an Administrator's may be known to nobody else. */
  choosesPassword: boolean;
}

/** The Invitation behind a link, whatever its state. Undefined where the link was never ours, or was replaced. */
export async function findInvitation(app: App, token: string): Promise<FoundInvitation | undefined> {
  const link = byToken("invitation", token);
  const invitation = await app.db.invitation.findFirst({ where: { link }, include: loaded });
  if (!invitation) return undefined;
  const user = await app.db.user.findUnique({ where: { emailKey: invitation.emailKey } });
  return {
    invitation,
    state: invitationState(invitation, app.clock()),
    username: user?.username,
    choosesPassword: user !== null && !joinsAtOnce(user, invitation.asAdministrator),
  };
}
