import { accountLabel } from "../kernel/names/account-name.ts";
import { findAccount } from "../accounts/look-up-account.ts";
import { shorten } from "../kernel/text/mrkdwn.ts";
import { nameOf } from "../kernel/access/console-user-actor.ts";
import type { ConsoleUserActor, Context } from "../context.ts";
import { DomainError } from "../kernel/errors.ts";
import type { Account, RequestItem } from "../generated/prisma/client.ts";
import type { RequestRow } from "../kernel/requests/request-kind.ts";
import { holdApproval, NotApproved } from "../kernel/requests/require-approved.ts";
import { email } from "../kernel/text/identity-key.ts";
import { ExternalError } from "../kernel/external-error.ts";
import { isUniqueViolation } from "../kernel/unique-violation.ts";
import { type Invited, inviteOrAdd } from "./apply-invitation.ts";
import type { InviteUserInput } from "./read-address-file.ts";
import { endInvitations } from "../kernel/links/end-invitations.ts";
import { entryFault, readEntry } from "./read-addresses.ts";
import { sendInvitation, sendMembershipNotice } from "./send-invitation.ts";
import { recordAudit } from "../kernel/audit/record-audit.ts";
import { LeaseLost, requireLease } from "../kernel/outbox/lease.ts";
import { toReportableError } from "../database-trouble.ts";
import { spentAttempts } from "../kernel/outbox/retry-policy.ts";

/** One address of a bulk invitation: changes the domain, mails, records. Skips what the item records already. */
export async function inviteItem(
  ctx: Context<ConsoleUserActor>,
  request: RequestRow,
  item: RequestItem,
): Promise<void> {
  const applied = { ...item };
  try {
    const one = await readItem(ctx, request, item);
    if (!item.outcome) Object.assign(applied, await apply(ctx, request, item, one));
    await mail(ctx, request, applied, one);
  } catch (error) {
    await failItem(ctx, request, applied, error);
  }
}

type Invitee = InviteUserInput & { account: Account };

async function readItem(
  ctx: Context,
  request: RequestRow,
  { subject, accountId, asAdministrator }: RequestItem,
): Promise<Invitee> {
  const entry = readEntry(subject);
  const fault = entryFault(entry);
  if (fault) throw new DomainError("invalid", fault);
  if (!accountId) throw await namesNone(ctx, entry.account ?? "");
  const own = request.account?.id === accountId ? request.account : undefined;
  const account = own ?? (await ctx.db.account.findUnique({ where: { id: accountId } }));
  if (!account) throw new DomainError("not-found", "The Account was deleted in the meantime.");
  return {
    account,
    accountId: account.id,
    email: email.parse(entry.address),
    asAdministrator,
  };
}

/** What it names by now was not what anybody asked for, or approved. */
async function namesNone(ctx: Context, words: string): Promise<DomainError> {
  const account = await findAccount(ctx, words);
  return new DomainError(
    "conflict",
    `“${shorten(words, 80)}” named no Account when this was requested, but now names ${accountLabel(account)}. If you mean that Account, send the request again.`,
  );
}

/** Whoever loses the race for an address and an Account looks again, and finds what the other has made. */
async function apply(
  ctx: Context<ConsoleUserActor>,
  request: RequestRow,
  item: RequestItem,
  input: Invitee,
): Promise<Invited> {
  const once = () =>
    ctx.db.$transaction(async (tx) => {
      await holdApproval(ctx, tx, request, {
        accountId: input.accountId,
        grantsAdministrator: input.asAdministrator,
      });
      const invited = await inviteOrAdd(ctx, tx, request.id, input);
      const { count } = await tx.requestItem.updateMany({
        where: { id: item.id, outcome: null },
        data: invited,
      });
      if (count === 0)
        throw new ExternalError("Another worker did this.", { retryable: true, reason: "claim-lost" });
      return invited;
    });
  return once().catch((error: unknown) => {
    if (!isUniqueViolation(error)) throw error;
    return once();
  });
}

async function mail(
  ctx: Context<ConsoleUserActor>,
  request: RequestRow,
  { id, position, outcome, invitationId }: RequestItem,
  { email, account, asAdministrator }: Invitee,
): Promise<void> {
  const record = (now: Date) => ctx.db.requestItem.update({ where: { id }, data: { finishedAt: now } });
  if (outcome === "invited") {
    const inviterName = request.requester ? nameOf(request.requester) : "";
    const sent = invitationId && (await sendInvitation(ctx, invitationId, { inviterName, record }));
    if (!sent) throw new DomainError("conflict", "The invitation ended before its mail went out.");
    return;
  }
  if (outcome === "added") {
    const messageId = `membership-${request.id}-${position}`;
    await sendMembershipNotice(ctx, { email, account, asAdministrator, messageId });
  }
  await record(ctx.clock());
}

/**
 * Records why one item went wrong: for good, or to be tried again after the others. Throws what concerns all of them,
 * such as a mail server that cannot be reached.
 */
async function failItem(
  ctx: Context<ConsoleUserActor>,
  request: RequestRow,
  item: RequestItem,
  thrown: unknown,
): Promise<void> {
  // Of no address alone: the rest is another's, or waits for whoever has to approve it.
  if (thrown instanceof LeaseLost || thrown instanceof NotApproved) throw thrown;
  const error = toReportableError(ctx.log, thrown, "a bulk invitation", { requestId: request.id });
  if (error instanceof ExternalError && error.retryable && !concernsOne(error)) {
    await letOthersGoFirst(ctx, request, item, error);
    throw error;
  }
  const spent = Math.max(item.attempts, spentAttempts(ctx.retryPolicy, request.attempts));
  const last = spent >= ctx.retryPolicy.retries;
  if (error instanceof ExternalError && error.retryable && !last) {
    const data = { attempts: { increment: 1 }, trouble: error.message };
    requireLease(await ctx.db.requestItem.updateMany({ where: mine(request, item), data }));
    return;
  }
  await endItem(ctx, request, item, error.message);
}

/** In case it was this one mail after all: with a trouble on its row it comes last at the next try. */
async function letOthersGoFirst(
  ctx: Context,
  request: RequestRow,
  item: RequestItem,
  { concerns, message }: ExternalError,
): Promise<void> {
  if (concerns !== "sender") return;
  requireLease(
    await ctx.db.requestItem.updateMany({ where: mine(request, item), data: { trouble: message } }),
  );
}

/** As long as the Request is this worker's: another may have sent its mail by now. */
function mine({ lease }: RequestRow, { id }: RequestItem) {
  return { id, finishedAt: null, request: { lease } };
}

/** What nobody foresaw may be about this one alone. */
function concernsOne({ concerns, reason }: ExternalError): boolean {
  return concerns === "recipient" || reason === "unexpected";
}

/** An invitation whose mail nobody takes is no invitation: it would stand in the way of the next. */
async function endItem(
  ctx: Context<ConsoleUserActor>,
  request: RequestRow,
  item: RequestItem,
  trouble: string,
): Promise<void> {
  const now = ctx.clock();
  const { outcome, invitationId } = item;
  // Who was added is a member, though the notice did not reach them.
  const kept = outcome === "added" ? outcome : "failed";
  await ctx.db.$transaction(async (tx) => {
    const data = { outcome: kept, trouble, finishedAt: now };
    requireLease(await tx.requestItem.updateMany({ where: mine(request, item), data }));
    if (!invitationId) return;
    const unmailed = { handedOverAt: null, invitation: { id: invitationId } };
    const [revoked] = await endInvitations(tx, unmailed, { revokedAt: now });
    if (!revoked) return;
    await recordAudit(tx, ctx, {
      action: "invitation-revoked",
      subject: { kind: "invitation", id: revoked.id, name: revoked.email },
      accountId: revoked.accountId,
      requestId: request.id,
      after: { state: "revoked", because: trouble },
    });
  });
}
