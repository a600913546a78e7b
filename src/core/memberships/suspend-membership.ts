import { accountLabel } from "../accounts/account-name.ts";
import { because, reason, suspensionWords } from "../accounts/suspension.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { applyOnce } from "../requests/apply-once.ts";
import { defineRequest } from "../requests/define-request.ts";
import { standardCard } from "../requests/standard-card.ts";
import { findMembership } from "./find-membership.ts";
import { membershipInput } from "./membership-input.ts";
import { levelAt } from "./level.ts";
import { membershipFields } from "./membership-fields.ts";
import { otherAdministrators } from "./other-administrators.ts";

export const membershipSuspensionInput = membershipInput.extend({ because: reason });

/** Suspends one User in one Account, who keeps the level and every other Account. */
export const suspendMembershipRequest = defineRequest({
  kind: "suspend-membership",
  input: membershipSuspensionInput,
  needs: "users:edit",

  async plan(ctx, input) {
    const now = ctx.clock();
    const membership = await findMembership(ctx.db, input);
    const { user, account, grants } = membership;
    const on = `${user.username} on ${accountLabel(account)}`;
    const level = levelAt(grants, now);
    const last = level === "Administrator" && (await otherAdministrators(ctx.db, input, now)) === 0;
    const suspends = membership.suspendedAt === null;
    return {
      accountId: account.id,
      openKey: `suspension:${user.id}:${account.id}`,
      what: `the suspension of ${on}`,
      effects: suspends
        ? [`${on} is suspended${because(input.because)}. The level ${level} and other Accounts stay.`]
        : [`${on} is ${suspensionWords(membership)} already: nothing would change.`],
      warnings: suspends && last ? [`${accountLabel(account)} is left without an active Administrator.`] : [],
      asks: suspends,
    };
  },

  run: (ctx, request, input) =>
    applyOnce(ctx, request, async (tx) => {
      const { id, user } = await findMembership(tx, input);
      const { count } = await tx.membership.updateMany({
        where: { id, suspendedAt: null },
        data: { suspendedAt: ctx.clock(), suspendedBecause: input.because },
      });
      if (count === 0) return "already";
      await recordAudit(tx, ctx, {
        action: "membership-suspended",
        subject: { kind: "user", id: user.id, name: user.username },
        accountId: input.accountId,
        requestId: request.id,
        before: { suspended: false },
        after: { suspended: true, because: input.because },
      });
      return "suspended";
    }),

  async card(app, request, input) {
    const fields = await membershipFields(app, request, input.userId);
    const changed = request.outcome === "suspended";
    return standardCard(app, request, {
      noun: "Suspension",
      fields: [...fields, ...(input.because ? [["Because", input.because] as [string, string]] : [])],
      done: changed ? "User suspended on the Account" : "User suspended before",
      note: changed ? "The level and other Accounts stay as they are." : "Nothing had to be changed.",
    });
  },
});
