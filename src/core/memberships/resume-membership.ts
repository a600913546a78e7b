import { accountLabel } from "../accounts/account-name.ts";
import { because, suspensionWords } from "../accounts/suspension.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { applyOnce } from "../requests/apply-once.ts";
import { defineRequest } from "../requests/define-request.ts";
import { standardCard } from "../requests/standard-card.ts";
import { findMembership } from "./find-membership.ts";
import { levelAt } from "./level.ts";
import { membershipFields } from "./membership-fields.ts";
import { membershipSuspensionInput } from "./suspend-membership.ts";

/** Ends the suspension of one User in one Account. */
export const resumeMembershipRequest = defineRequest({
  kind: "resume-membership",
  input: membershipSuspensionInput,
  needs: "users:edit",

  async plan(ctx, input) {
    const membership = await findMembership(ctx.db, input);
    const { user, account, grants } = membership;
    const on = `${user.username} on ${accountLabel(account)}`;
    const level = levelAt(grants, ctx.clock());
    return {
      accountId: account.id,
      grantsAdministrator: membership.suspendedAt !== null && level === "Administrator",
      beneficiaries: user.emailKey ? [user.emailKey] : [],
      openKey: `suspension:${user.id}:${account.id}`,
      what: `the end of the suspension of ${on}`,
      effects: [
        membership.suspendedAt
          ? `${on}, ${suspensionWords(membership)}, is resumed with the level ${level}${because(input.because)}.`
          : `${on} is not suspended: nothing would change.`,
      ],
      warnings: account.suspendedAt ? [`${accountLabel(account)} itself stays suspended.`] : [],
      asks: false,
    };
  },

  run: (ctx, request, input) =>
    applyOnce(ctx, request, async (tx) => {
      const { id, user, suspendedBecause } = await findMembership(tx, input);
      const { count } = await tx.membership.updateMany({
        where: { id, suspendedAt: { not: null } },
        data: { suspendedAt: null, suspendedBecause: null },
      });
      if (count === 0) return "already";
      await recordAudit(tx, ctx, {
        action: "membership-resumed",
        subject: { kind: "user", id: user.id, name: user.username },
        accountId: input.accountId,
        requestId: request.id,
        before: { suspended: true, because: suspendedBecause },
        after: { suspended: false, because: input.because },
      });
      return "resumed";
    }),

  async card(app, request, input) {
    const fields = await membershipFields(app, request, input.userId);
    const changed = request.outcome === "resumed";
    return standardCard(app, request, {
      noun: "Resumption",
      fields: [...fields, ...(input.because ? [["Because", input.because] as [string, string]] : [])],
      done: changed ? "User resumed on the Account" : "User not suspended",
      note: changed ? "The level is what it was." : "Nothing had to be changed.",
    });
  },
});
