import { z } from "zod";
import pLimit from "p-limit";
import { readPartnerAccount } from "../accounts/accounts-of-partner.ts";
import type { ApiClientActor, ConsoleUserActor, Context } from "../context.ts";
import type { Account, Prisma } from "../generated/prisma/client.ts";
import { requirePermission } from "../kernel/access/require-access-change.ts";
import { rootOf, type Transaction } from "../kernel/database.ts";
import { ApprovalNeeded, DomainError } from "../kernel/errors.ts";
import { holdAccount } from "../kernel/levels/load-account.ts";
import { workForPartner } from "../kernel/levels/work-in-account.ts";
import { openInvitationsAt } from "../kernel/links/end-invitations.ts";
import { retryLostRace } from "../kernel/lost-race.ts";
import { idsOf, requireUnapproved } from "../kernel/requests/change-at-once.ts";
import { checkInput } from "../kernel/text/check-input.ts";
import { addressKey, email } from "../kernel/text/identity-key.ts";
import { type InviteOutcome, inviteOrAdd } from "./apply-invitation.ts";
import { inviteUserForm, inviteUserRequest } from "./invite-user-request.ts";
import { issueLink, resendInvitationRequest } from "./resend-invitation.ts";
import { followCard, loadInvitation, lockInvitation } from "./revoke-invitation.ts";
import { invitationMailing, membershipMailing } from "./send-invitation.ts";

type Caller = Context<ApiClientActor>;

const include = { account: true, link: true, acceptedBy: true } as const;

export type InvitationOfPartner = Prisma.InvitationGetPayload<{ include: typeof include }>;

export const invitationStates = ["open", "accepted", "revoked", "expired"] as const;
type State = (typeof invitationStates)[number];

interface InvitationsAsked {
  /** The API ID of the Account. */
  account?: string | undefined;
  /** The whole address. */
  email?: string | undefined;
  state?: State | undefined;
  /** The id before which the page begins: the newest come first. */
  before: string | undefined;
  take: number;
}

/** Invitations, the newest first. Throws forbidden, and not-found at the Account. */
export async function listPartnerInvitations(
  ctx: Context<ConsoleUserActor>,
  { account, email: address, state, before, take }: InvitationsAsked,
): Promise<InvitationOfPartner[]> {
  await requirePermission(ctx, "users:view", "invitations");
  const accountId =
    account === undefined ? undefined : (await readPartnerAccount(ctx, account, "accountId")).id;
  return ctx.db.invitation.findMany({
    where: {
      ...(accountId !== undefined && { accountId }),
      ...(address !== undefined && { emailKey: addressKey(address) }),
      ...(before !== undefined && { id: { lt: before } }),
      ...(state !== undefined && inState(state, ctx.clock())),
    },
    orderBy: { id: "desc" },
    take,
    include,
  });
}

function inState(state: State, now: Date): Prisma.InvitationWhereInput {
  if (state === "open") return openInvitationsAt(now);
  if (state === "accepted") return { acceptedAt: { not: null } };
  if (state === "revoked") return { acceptedAt: null, revokedAt: { not: null } };
  const ended = [{ expiredAt: { not: null } }, { link: { is: { expiresAt: { lte: now } } } }];
  return { acceptedAt: null, revokedAt: null, OR: ended };
}

/** One of them. Throws forbidden and not-found. */
export async function readPartnerInvitation(
  ctx: Context<ConsoleUserActor>,
  id: string,
): Promise<InvitationOfPartner> {
  await requirePermission(ctx, "users:view", "invitations");
  const known = z.uuid().safeParse(id).success;
  const found = known && (await ctx.db.invitation.findUnique({ where: { id }, include }));
  if (found) return found;
  throw new DomainError("not-found", "There is no invitation with this Id.");
}

/** Holds its Account, its link and so itself, in the order of whatever revokes or accepts it. */
export async function holdInvitation(tx: Transaction, id: string): Promise<void> {
  const found = z.uuid().safeParse(id).success && (await tx.invitation.findUnique({ where: { id } }));
  if (!found) throw new DomainError("not-found", "There is no invitation with this Id.");
  await holdAccount(tx, { id: found.accountId });
  await lockInvitation(tx, id);
}

interface Invited {
  outcome: InviteOutcome;
  /** Of the invitation, where there is one. */
  invitationId: string | null;
}

interface Asked {
  email: string;
  asAdministrator: boolean;
}

/**
 * Invites an address to an Account, or makes who has that address a member at once; a mail says so. Throws invalid, conflict for a
 * member and for an open invitation, and ApprovalNeeded for an Administrator.
 */
export async function invitePartnerUser(ctx: Caller, account: Account, asked: Asked): Promise<Invited> {
  const invited = await invite(ctx, account, asked);
  if (invited.outcome === "invited" || invited.outcome === "added") return invited;
  throw new DomainError("conflict", "Somebody has just invited this address. Nothing was added.", "email");
}

async function invite(ctx: Caller, { id: accountId }: Account, asked: Asked): Promise<Invited> {
  const input = checkInput(inviteUserForm, { ...asked, accountId });
  return retryLostRace(async () => {
    const touched = idsOf(await inviteUserRequest.plan(ctx, input));
    return workForPartner(ctx, inviteUserRequest.kind, async (tx, after) => {
      await requireUnapproved(ctx, tx, inviteUserRequest, input, touched);
      const { outcome, invitationId = null } = await inviteOrAdd(ctx, tx, null, input);
      if (invitationId !== null) await invitationMailing.write(tx, after, { invitationId }, ctx.clock());
      if (outcome === "added") await membershipMailing.write(tx, after, input, ctx.clock());
      return { outcome, invitationId };
    });
  });
}

export interface BulkRow extends Asked {
  /** The API ID of the Account. */
  account: string;
}

export interface BulkResult extends BulkRow {
  outcome: "invited" | "added" | "refused" | "approval-needed";
  invitationId: string | null;
  /** Why not, as a sentence. */
  message: string | null;
}

const rowsAtOnce = 4;

/**
 * Invites each of these by itself, those of one address and Account in their order, and says of each what came of it. A repeat of the
 * whole does nothing twice: what was done before is refused as such.
 */
export async function invitePartnerUsers(ctx: Caller, rows: BulkRow[]): Promise<BulkResult[]> {
  // The parts of one transaction come one after the other: undoing one would take along those that began after it.
  const limit = pLimit(rootOf(ctx.db) === ctx.db ? rowsAtOnce : 1);
  const latest = new Map<string, Promise<unknown>>();
  const results = rows.map((row) => {
    const key = `${addressKey(row.email)} ${row.account.toLowerCase()}`;
    const result = (latest.get(key) ?? Promise.resolve()).then(() => limit(() => inviteRow(ctx, row)));
    latest.set(
      key,
      result.catch(() => undefined),
    );
    return result;
  });
  // All of them end, whatever one comes to: nothing goes on behind the answer.
  const settled = await Promise.allSettled(results);
  return settled.map((one) => {
    if (one.status === "rejected") throw one.reason;
    return one.value;
  });
}

async function inviteRow(ctx: Caller, row: BulkRow): Promise<BulkResult> {
  try {
    checkInput(z.object({ email }), row);
    const account = await readPartnerAccount(ctx, row.account, "accountId");
    const { outcome, invitationId } = await invitePartnerUser(ctx, account, row);
    return { ...row, outcome: outcome === "added" ? "added" : "invited", invitationId, message: null };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const outcome = error instanceof ApprovalNeeded ? "approval-needed" : "refused";
    return { ...row, outcome, invitationId: null, message: error.message };
  }
}

/** Mails a new link; the earlier one is dead. Throws not-found, conflict, and ApprovalNeeded where an Administrator would come back. */
export async function resendPartnerInvitation(ctx: Caller, invitationId: string): Promise<void> {
  const kind = resendInvitationRequest;
  const touched = idsOf(await kind.plan(ctx, { invitationId }));
  await workForPartner(ctx, kind.kind, async (tx, after) => {
    await requireUnapproved(ctx, tx, kind, { invitationId }, touched);
    await issueLink(ctx, tx, null, invitationId);
    await invitationMailing.write(tx, after, { invitationId }, ctx.clock());
  });
  await followCard(ctx, await loadInvitation(ctx.db, invitationId));
}
