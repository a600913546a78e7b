import { recordAudit } from "../kernel/audit/record-audit.ts";
import type { AccountUserActor, ConsoleUserActor, Context } from "../context.ts";
import type { Transaction } from "../kernel/database.ts";
import { DomainError } from "../kernel/errors.ts";
import type { User } from "../generated/prisma/client.ts";
import { giveMembership } from "../kernel/levels/give-membership.ts";
import { levelOf } from "../kernel/levels/require-level.ts";
import { applyOnce } from "../kernel/requests/require-approved.ts";
import type { RequestRow } from "../kernel/requests/request-kind.ts";
import { addressKey } from "../kernel/text/identity-key.ts";
import { pipelined } from "../kernel/pipelined.ts";
import { holdCredentials, joinsAtOnce, ownerOfAddress } from "../users/handed-credentials.ts";
import type { InviteUserInput } from "./read-address-file.ts";
import { endInvitations } from "../kernel/links/end-invitations.ts";
import { isOpen, openInvitation, type WithLink } from "./find-invitation.ts";
import { invitePlainly, invitingNeeds } from "./invite-plainly.ts";
import { invitationEvent, newInvitation } from "./new-invitation.ts";
import { requirePermissionNow } from "../kernel/access/require-access-change.ts";

export type InviteOutcome = "invited" | "added" | "already-member" | "already-invited";

export interface Invited {
  outcome: InviteOutcome;
  invitationId?: string;
}

/** A Console User by a Request, an application, or an Administrator of the Account by themselves. */
export type Inviting = Context<ConsoleUserActor | AccountUserActor>;

/** What an invitation came to; with its row where it was made just now. */
interface Applied {
  outcome: InviteOutcome;
  invitation?: WithLink;
}

/**
 * The domain's part, once: an address that has a user gets the Membership at once, any other an Invitation.
 * What was applied before is only read back.
 */
export async function applyInvitation(
  ctx: Context<ConsoleUserActor>,
  request: RequestRow,
  input: InviteUserInput,
): Promise<Applied> {
  const invitation = request.account
    ? await invitePlainly(ctx, request, newInvitation(ctx, input))
    : undefined;
  if (invitation) return { outcome: "invited", invitation };
  const outcome = await applyOnce(ctx, request, async (tx) => {
    if (!request.account) throw new DomainError("not-found", "The Account was deleted in the meantime.");
    await requirePermissionNow(tx, ctx.actor, invitingNeeds);
    return (await inviteOrAdd(ctx, tx, request.id, input)).outcome;
  });
  return { outcome };
}

/**
 * For one address and one Account, in the caller's transaction. The Account exists. A User whose password somebody else may know
 * joins as Administrator by an Invitation alone, which asks for a new one.
 */
export async function inviteOrAdd(
  ctx: Inviting,
  tx: Transaction,
  requestId: string | null,
  input: InviteUserInput,
): Promise<Invited> {
  const emailKey = addressKey(input.email);
  const [user, open] = await pipelined(
    () => ownerOfAddress(tx, input.email),
    () => openInvitation(tx, input.accountId, emailKey),
  );
  if (!user) return invite(ctx, tx, requestId, input, open);
  const member = await tx.membership.findUnique({
    where: { userId_accountId: { userId: user.id, accountId: input.accountId } },
    select: { id: true },
  });
  if (member) return { outcome: "already-member" };
  if (input.asAdministrator) await holdCredentials(tx, [user.id]);
  const { ownPasswordAt } = input.asAdministrator
    ? await tx.user.findUniqueOrThrow({ where: { id: user.id } })
    : user;
  if (!joinsAtOnce({ ownPasswordAt }, input.asAdministrator)) return invite(ctx, tx, requestId, input, open);
  return { outcome: await addMember(ctx, tx, requestId, input, user) };
}

async function addMember(
  ctx: Inviting,
  tx: Transaction,
  requestId: string | null,
  { accountId, asAdministrator }: InviteUserInput,
  user: User,
): Promise<"added"> {
  await giveMembership(tx, {
    userId: user.id,
    accountId,
    asAdministrator,
    requestId,
    now: ctx.clock(),
  });
  await recordAudit(tx, ctx, {
    action: "membership-given",
    subject: { kind: "user", id: user.id, name: user.username },
    accountId,
    requestId,
    after: { level: levelOf(asAdministrator) },
  });
  return "added";
}

async function invite(
  ctx: Inviting,
  tx: Transaction,
  requestId: string | null,
  input: InviteUserInput,
  open: WithLink | null,
): Promise<Invited> {
  const now = ctx.clock();
  if (open && isOpen(open, now) && !(await isOrphan(tx, open))) return { outcome: "already-invited" };
  if (open) await replace(ctx, tx, requestId, open, now);
  const { invitation, link } = newInvitation(ctx, input);
  const invitedById = ctx.actor.kind === "account-user" ? ctx.actor.id : null;
  // First, and waited for: the invitation's row refers to it.
  await tx.secretLink.create({ data: link, select: { id: true } });
  await pipelined(
    () => tx.invitation.create({ data: { ...invitation, requestId, invitedById }, select: { id: true } }),
    () => recordAudit(tx, ctx, invitationEvent(invitation, link, requestId)),
  );
  return { outcome: "invited", invitationId: invitation.id };
}

async function replace(
  ctx: Inviting,
  tx: Transaction,
  requestId: string | null,
  open: WithLink,
  now: Date,
): Promise<void> {
  const stillOpen = isOpen(open, now);
  await endInvitations(tx, { id: open.linkId }, stillOpen ? { revokedAt: now } : { expiredAt: now });
  await recordAudit(tx, ctx, {
    action: stillOpen ? "invitation-revoked" : "invitation-expired",
    subject: { kind: "invitation", id: open.id, name: open.email },
    accountId: open.accountId,
    requestId,
    after: { because: "replaced by a new one" },
  });
}

/** Left open by a Request that failed before its mail went out: nobody holds its link. */
async function isOrphan(tx: Transaction, invitation: WithLink): Promise<boolean> {
  // An application's, and an Administrator's, goes out by a mailing of its own.
  if (invitation.link.handedOverAt || invitation.invitedById || !invitation.requestId) return false;
  const request = await tx.request.findUnique({ where: { id: invitation.requestId } });
  return !request || request.status === "failed" || request.status === "cancelled";
}
