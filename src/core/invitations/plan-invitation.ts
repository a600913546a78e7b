import { moment } from "../kernel/text/moment-words.ts";
import { suspendedWarnings } from "../kernel/levels/suspended-warning.ts";
import { accountLabel } from "../kernel/names/account-name.ts";
import type { Context } from "../context.ts";
import { DomainError } from "../kernel/errors.ts";
import type { Account, User } from "../generated/prisma/client.ts";
import { levelAt, levelOf } from "../kernel/levels/require-level.ts";
import type { Plan } from "../kernel/requests/approval-policy.ts";
import { addressKey } from "../kernel/text/identity-key.ts";
import type { InviteUserInput } from "./read-address-file.ts";
import { joinsAtOnce, keysOf, refuseOthersName } from "../users/handed-credentials.ts";
import { isOpen, type WithLink } from "./find-invitation.ts";
import { type Invitee, loadInvitee } from "./look-up-invitee.ts";
import { hint } from "../kernel/text/command-hint.ts";

/**
 * What an invitation would do. Refuses a member, and an address that has an open invitation. `seen` is what was read of just
 * this address and Account a moment ago.
 */
export async function planInvitation(
  ctx: Context,
  { accountId, email, asAdministrator }: InviteUserInput,
  seen?: Invitee,
): Promise<Plan> {
  const emailKey = addressKey(email);
  const isSeen = seen?.account.id === accountId && seen.emailKey === emailKey;
  const invitee = isSeen ? seen : await loadInvitee(ctx.db, accountId, email);
  if (!invitee)
    throw new DomainError("not-found", "This Account no longer exists. Choose another.", "accountId");
  const { account, user } = invitee;
  await refuseInvitee(ctx, invitee, { email, asAdministrator });
  const level = levelOf(asAdministrator);
  const choosing =
    user && !joinsAtOnce(user, asAdministrator) ? `, where ${user.username} chooses a new password` : "";
  const effect =
    user && !choosing
      ? `${user.username} has a user already and becomes a member of ${accountLabel(account)}, as ${level}, with no access to it now. A notice is mailed to ${email}.`
      : `A mail goes to ${email} with a link, good for seven days, to join ${accountLabel(account)} as ${level}${choosing}. They have no access to it now.`;
  return {
    accountId,
    accounts: [account],
    grantsAdministrator: asAdministrator,
    beneficiaries: [...new Set([emailKey, ...(user ? keysOf(user) : [])])],
    dedupeKey: `invite-user:${accountId}:${emailKey}`,
    what: `the invitation of ${email} to ${accountLabel(account)} as ${level}`,
    effects: [effect],
    warnings: suspendedWarnings([account]),
    needsConfirmation: false,
  };
}

/** Throws conflict, at the field, for a member and for an address that has an open invitation. */
export async function refuseInvitation(
  ctx: Context,
  account: Account,
  asked: { email: string; asAdministrator: boolean },
): Promise<void> {
  const invitee = await loadInvitee(ctx.db, account.id, asked.email);
  if (invitee) await refuseInvitee(ctx, invitee, asked);
}

async function refuseInvitee(
  ctx: Context,
  { account, user, open, isOthersName }: Invitee,
  { email, asAdministrator }: { email: string; asAdministrator: boolean },
): Promise<void> {
  if (!user && isOthersName) refuseOthersName(email);
  if (user) await refuseMember(ctx, account, user, asAdministrator);
  refuseOpenInvitation(ctx, account, open);
}

async function refuseMember(ctx: Context, account: Account, user: User, asAdministrator: boolean) {
  const membership = await ctx.db.membership.findUnique({
    where: { userId_accountId: { userId: user.id, accountId: account.id } },
    include: { grants: true },
  });
  if (!membership) return;
  const has = levelAt(membership.grants, ctx.clock());
  const { email, username } = user;
  const who = `${email} is already a member of ${accountLabel(account)}, with the level ${has}.`;
  throw new DomainError(
    "conflict",
    `${who} ${levelAdvice(ctx, has === levelOf(asAdministrator), asAdministrator, username, account)}`,
    "email",
  );
}

function levelAdvice(
  { actor }: Context,
  same: boolean,
  asAdministrator: boolean,
  username: string,
  account: Account,
): string {
  if (same) return "Nothing was changed.";
  if (actor.kind === "account-user")
    return "Nothing was changed. An invitation cannot change a level. Use the tick in the list of users.";
  const command = asAdministrator ? "grant-admin" : "revoke-admin";
  return `Nothing was changed. An invitation cannot change a level, but ${hint(command)} ${username} on ${account.apiId} does.`;
}

function refuseOpenInvitation(ctx: Context, account: Account, open: WithLink | null): void {
  if (!open || !isOpen(open, ctx.clock()) || !open.link.handedOverAt) return;
  throw new DomainError(
    "conflict",
    `${open.email} already has an open invitation to ${accountLabel(account)}, good until ${moment(open.link.expiresAt)}. Nothing was changed.`,
    "email",
  );
}
