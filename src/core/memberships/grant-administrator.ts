import { z } from "zod";
import { accountLabel } from "../accounts/account-name.ts";
import { lockAccount } from "../accounts/load-account.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { applyOnce } from "../requests/apply-once.ts";
import { defineRequest } from "../requests/define-request.ts";
import { standardCard } from "../requests/standard-card.ts";
import { userLabel } from "../users/user-name.ts";
import { findMembership } from "./find-membership.ts";
import { levelAt } from "./level.ts";

export const membershipInput = z.object({
  userId: z.uuid("Choose a User."),
  accountId: z.uuid("Choose an Account."),
});

/** Makes a member of an Account its Administrator. Says nothing about sub-accounts or the parent. */
export const grantAdministratorRequest = defineRequest({
  kind: "grant-admin",
  input: membershipInput,
  needs: "users:edit",

  async plan(ctx, input) {
    const { user, account, grants } = await findMembership(ctx.db, input);
    const already = levelAt(grants, ctx.clock()) === "Administrator";
    return {
      accountId: account.id,
      grantsAdministrator: true,
      openKey: `level:${user.id}:${account.id}`,
      what: `Administrator of ${accountLabel(account)} for ${user.username}`,
      effects: [
        already
          ? `${user.username} is Administrator of ${accountLabel(account)} already: nothing would change.`
          : `${user.username} goes from Access to Administrator on ${accountLabel(account)}. Sub-accounts stay as they are.`,
      ],
      warnings: [],
      asks: false,
    };
  },

  run: (ctx, request, input) =>
    applyOnce(ctx, request, async (tx) => {
      const now = ctx.clock();
      // One at a time in an Account, so that none misses that the last Administrator goes.
      await lockAccount(tx, input.accountId);
      const { id, user, grants } = await findMembership(tx, input);
      if (levelAt(grants, now) === "Administrator") return "already";
      await tx.administratorGrant.create({
        data: { membershipId: id, startsAt: now, requestId: request.id },
      });
      await recordAudit(tx, ctx.actor, {
        action: "administrator-granted",
        subject: { kind: "user", id: user.id, name: user.username },
        accountId: input.accountId,
        requestId: request.id,
        before: { level: "Access" },
        after: { level: "Administrator" },
      });
      return "granted";
    }),

  async card(app, request, input) {
    const user = await app.db.user.findUnique({ where: { id: input.userId } });
    const changed = request.outcome === "granted";
    return standardCard(app, request, {
      noun: "Administrator grant",
      fields: [
        ["User", user ? userLabel(user) : "a User who was deleted"],
        ["Account", request.account ? accountLabel(request.account) : "an Account that was deleted"],
      ],
      done: changed ? "Administrator granted" : "Administrator already",
      note: changed ? "Access before, Administrator now." : "Nothing had to be changed.",
    });
  },
});
