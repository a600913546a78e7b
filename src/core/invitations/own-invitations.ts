import type { AccountUserActor, Context, ConsoleUserActor } from "../context.ts";
import type { Transaction } from "../kernel/database.ts";
import { DomainError } from "../kernel/errors.ts";
import type { Mailing } from "../generated/prisma/client.ts";
import type { After } from "../kernel/outbox/transact.ts";
import {
  changeAtLevel,
  type OwnMembership,
  refuseOutlasting,
  requireLevel,
  standingAt,
} from "../kernel/levels/require-level.ts";
import { isOpen, loaded, type LoadedInvitation } from "./find-invitation.ts";
import { followCard, revoke, lockInvitation } from "./revoke-invitation.ts";
import { invitationMailing } from "./send-invitation.ts";
import { issueLink } from "./resend-invitation.ts";
import { after, days } from "../kernel/time/clock.ts";
import { requirePermission } from "../kernel/access/require-access-change.ts";
import { addressKey } from "../kernel/text/identity-key.ts";

/** How far back the list of pending invitations goes. */
export const listedDays = 90;

interface Listed {
  accountId?: string | undefined;
  /** The complete address. */
  email?: string | undefined;
  /** The id after which the page begins. */
  after?: string | undefined;
  take: number;
}

/** Invitations that are open or have expired, newest last. */
export async function listInvitations(
  ctx: Context<ConsoleUserActor>,
  { accountId, email, after: last, take }: Listed,
): Promise<LoadedInvitation[]> {
  await requirePermission(ctx, "users:view", "invitations");
  return pendingInvitations(ctx, { accountId, email, after: last, take });
}

/** The same; the caller has made sure that the actor may see them. */
function pendingInvitations(
  ctx: Context,
  { accountId, email, after: last, take }: Listed,
): Promise<LoadedInvitation[]> {
  return ctx.db.invitation.findMany({
    where: {
      id: { gt: last ?? firstIdAt(after(ctx.clock(), -days(listedDays))) },
      acceptedAt: null,
      revokedAt: null,
      ...(accountId && { accountId }),
      ...(email && { emailKey: addressKey(email) }),
    },
    include: loaded,
    orderBy: { id: "asc" },
    take,
  });
}

/** Ids begin with the time at which they were made (UUID version 7), so that the list needs no index of its own. */
function firstIdAt(time: Date): string {
  const hex = time.getTime().toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}

interface Chosen {
  accountId: string;
  invitationId: string;
}

const listedAtMost = 200;

export interface OwnInvitation extends LoadedInvitation {
  /** Why its mail never arrived, where that is known. */
  trouble: string | null;
}

/** Invitations to an Account of the actor that are open or have expired. Throws not-found, forbidden. */
export async function listOwnInvitations(
  ctx: Context<AccountUserActor>,
  accountId: string,
): Promise<OwnInvitation[]> {
  await requireLevel(ctx, { accountId, needs: "Administrator", for: "list of invitations" });
  const invitations = await pendingInvitations(ctx, { accountId, take: listedAtMost });
  const troubles = await troublesOf(ctx, invitations);
  return invitations.map((one) => ({
    ...one,
    trouble: one.link.handedOverAt ? null : (troubles.get(one.id) ?? null),
  }));
}

/**
 * Mails a new link; the earlier one is dead. From then on whoever sends it again answers for an invitation as Administrator
 * that another sent. Throws not-found, forbidden, conflict.
 */
export async function resendOwnInvitation(ctx: Context<AccountUserActor>, chosen: Chosen): Promise<void> {
  const invitation = await change(ctx, chosen, async (tx, after, { own, invitation }) => {
    const { asAdministrator, invitedById } = invitation;
    const isTemporary = standingAt(own.grants, ctx.clock()).until !== null;
    // What has ended would come back by somebody who cannot give it.
    if (asAdministrator && !isOpen(invitation, ctx.clock())) refuseOutlasting(own, ctx.clock());
    await issueLink(ctx, tx, null, chosen.invitationId);
    if (asAdministrator && invitedById && !isTemporary)
      await tx.invitation.update({ where: { id: invitation.id }, data: { invitedById: ctx.actor.id } });
    await invitationMailing.write(tx, after, { invitationId: chosen.invitationId }, ctx.clock());
  });
  await followCard(ctx, invitation);
}

/** Ends an Invitation that nobody has used. Throws not-found, forbidden, conflict. */
export async function revokeOwnInvitation(ctx: Context<AccountUserActor>, chosen: Chosen): Promise<void> {
  const invitation = await change(ctx, chosen, (tx) => revoke(ctx, tx, null, chosen.invitationId));
  await followCard(ctx, invitation);
}

interface Found {
  own: OwnMembership;
  invitation: LoadedInvitation;
}

async function change(
  ctx: Context<AccountUserActor>,
  { accountId, invitationId }: Chosen,
  work: (tx: Transaction, after: After, found: Found) => Promise<unknown>,
): Promise<LoadedInvitation> {
  const asked = { accountId, needs: "Administrator", for: "invitation" } as const;
  return changeAtLevel(ctx, asked, async (tx, own, after) => {
    const invitation = await lockInvitation(tx, invitationId);
    if (invitation.accountId !== accountId)
      throw new DomainError("not-found", "This invitation no longer exists.");
    await work(tx, after, { own, invitation });
    return invitation;
  });
}

/** What became of the latest mailing of each. */
async function troublesOf({ db }: Context, invitations: LoadedInvitation[]) {
  const mailings = await db.$queryRaw<Pick<Mailing, "trouble" | "about">[]>`
    SELECT DISTINCT ON ("about"->>'invitationId') "about", "trouble" FROM "Mailing"
    WHERE "kind" = 'invitation' AND "sentAt" IS NULL
      AND "about"->>'invitationId' = ANY(${invitations.map(({ id }) => id)})
    ORDER BY "about"->>'invitationId', "id" DESC`;
  return new Map(
    mailings.map(({ about, trouble }) => [(about as { invitationId: string }).invitationId, trouble]),
  );
}
