import { accountLabel } from "../accounts/account-name.ts";
import { findAccount } from "../accounts/find-account.ts";
import { shorten } from "../chat/mrkdwn.ts";
import { nameOf } from "../console-users/console-user-name.ts";
import type { ConsoleUserActor, Context } from "../context.ts";
import { DomainError } from "../errors.ts";
import type { Account, RequestItem } from "../generated/prisma/client.ts";
import type { RequestRow } from "../requests/request-kind.ts";
import { holdApproval } from "../requests/require-approved.ts";
import { email } from "../text/email.ts";
import { Trouble } from "../trouble.ts";
import { isUniqueViolation } from "../unique-violation.ts";
import { type Invited, inviteOrAdd } from "./apply-invitation.ts";
import { failItem } from "./fail-item.ts";
import type { InviteUserInput } from "./invite-user-input.ts";
import { entryFault, readEntry } from "./read-addresses.ts";
import { sendInvitation } from "./send-invitation.ts";
import { sendMembershipNotice } from "./send-membership-notice.ts";

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
    `“${shorten(words, 80)}” named no Account when this was asked for, and names ${accountLabel(account)} by now. Send it again if that is meant.`,
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
      if (count === 0) throw new Trouble("Another worker did this.", { passing: true, reason: "claim-lost" });
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
