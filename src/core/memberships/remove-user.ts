import { accountLabel } from "../kernel/names/account-name.ts";
import { lockAccount } from "../kernel/levels/load-account.ts";
import { recordAudit } from "../kernel/audit/record-audit.ts";
import type { Context } from "../context.ts";
import type { Transaction } from "../kernel/database.ts";
import type { After } from "../kernel/outbox/transact.ts";
import { defineChange } from "../kernel/requests/define-change.ts";
import { standardCard } from "../kernel/requests/standard-card.ts";
import { counted } from "../kernel/text/counted.ts";
import { removeInCloud } from "../kernel/requests/remove-in-cloud.ts";
import { openInvitationsOf, staysOpenWords } from "../users/delete-user.ts";
import { revokeSentInvitations, sentInvitationWords } from "../users/sent-invitations.ts";
import { endDueGrants, otherAdministrators } from "./record-grant-end.ts";
import { findMembership, membershipFields } from "./suspend-membership.ts";
import { membershipInput } from "./end-grant.ts";
import { levelAt } from "../kernel/levels/require-level.ts";
import { invalidateGrants } from "../kernel/requests/invalidate-card.ts";
import { hint } from "../kernel/text/command-hint.ts";

/** Takes one Account from a User. The User, and every other Account, sub-accounts too, stays. */
export const removeUserRequest = defineChange({
  kind: "remove-user",
  input: membershipInput,
  needs: "users:manage",
  undo: `${hint("add-accounts")} gives the Account back.`,

  async plan(ctx, input) {
    const now = ctx.clock();
    const { user, account, grants } = await findMembership(ctx.db, input);
    const level = levelAt(grants, now);
    const last = level === "Administrator" && (await otherAdministrators(ctx.db, input, now)) === 0;
    const others = await ctx.db.membership.count({
      where: { userId: user.id, accountId: { not: account.id } },
    });
    const { emailKey } = user;
    const invitations = await openInvitationsOf(ctx.db, { emailKey, accountId: account.id, now });
    return {
      accountId: account.id,
      dedupeKey: `membership:${user.id}:${account.id}`,
      what: `the removal of ${user.username} from ${accountLabel(account)}`,
      effects: [
        `${user.username} loses ${accountLabel(account)}, with the level ${level}.`,
        others > 0
          ? `The User stays, with ${counted(others, "other Account")}.`
          : `The User stays, without any Account. ${hint("delete-user")} deletes the User.`,
      ],
      warnings: [
        ...(last ? [`${accountLabel(account)} is left without an Administrator.`] : []),
        ...staysOpenWords(invitations),
        ...(await sentInvitationWords(ctx.db, { ...input, username: user.username }, now)),
      ],
      needsConfirmation: true,
    };
  },

  change: {
    before: (app, input) => endDueGrants(app, { membership: input }),
    apply: (ctx, tx, after, input, { requestId }) =>
      removeMembership(ctx, tx, after, { ...input, requestId }),
  },

  async card(app, request, input) {
    const notes: Record<string, string> = {
      removed: "The User, and every other Account, stays.",
      "removed-last": "The User, and every other Account, stays. The Account has no Administrator any more.",
    };
    return standardCard(app, request, {
      noun: "Removal",
      fields: await membershipFields(app, request, input.userId),
      done: request.outcome === "already" ? "Not a member" : "User removed from the Account",
      note: notes[request.outcome ?? ""] ?? "There was nothing to change.",
    });
  },
});

/** Takes the Account from the User, in a transaction of the caller's, who has ended the grants whose time was over. */
export async function removeMembership(
  ctx: Context,
  tx: Transaction,
  after: After,
  { userId, accountId, requestId }: { userId: string; accountId: string; requestId: string | null },
): Promise<"removed" | "removed-last" | "already"> {
  const now = ctx.clock();
  const which = { userId, accountId };
  // One at a time in an Account, so that none misses that the last Administrator goes.
  await lockAccount(tx, accountId);
  const membership = await tx.membership.findUnique({
    where: { userId_accountId: which },
    include: { user: true, grants: true },
  });
  if (!membership) return "already";
  const level = levelAt(membership.grants, now);
  const because = `${membership.user.username}, who sent it, was removed from the Account`;
  await revokeSentInvitations(tx, ctx, { ...which, requestId, now, because });
  await invalidateGrants(tx, after, { membershipId: membership.id, endedAt: null }, now);
  const { count } = await tx.membership.deleteMany({ where: { id: membership.id } });
  if (count === 0) return "already";
  await removeInCloud(ctx, tx, after, { ...which, requestId });
  const last = level === "Administrator" && (await otherAdministrators(tx, which, now)) === 0;
  await recordAudit(tx, ctx, {
    action: "membership-removed",
    subject: { kind: "user", id: userId, name: membership.user.username },
    accountId,
    requestId,
    before: { level },
  });
  return last ? "removed-last" : "removed";
}
