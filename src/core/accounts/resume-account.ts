import { recordAudit } from "../audit/record-audit.ts";
import { applyOnce } from "../requests/apply-once.ts";
import { defineRequest } from "../requests/define-request.ts";
import { standardCard } from "../requests/standard-card.ts";
import { accountLabel } from "./account-name.ts";
import { loadAccount, lockAccount } from "./load-account.ts";
import { suspensionInput } from "./suspend-account.ts";
import { because, suspensionWords } from "./suspension.ts";

/** Ends the suspension of one Account. */
export const resumeAccountRequest = defineRequest({
  kind: "resume-account",
  input: suspensionInput,
  needs: "accounts:edit",

  async plan(ctx, input) {
    const account = await loadAccount(ctx.db, input.accountId);
    const label = accountLabel(account);
    return {
      accountId: account.id,
      openKey: `suspension:${account.id}`,
      what: `the end of the suspension of ${label}`,
      effects: [
        account.suspendedAt
          ? `${label}, ${suspensionWords(account)}, is resumed${because(input.because)}.`
          : `${label} is not suspended: nothing would change.`,
      ],
      warnings: [],
      asks: false,
    };
  },

  run: (ctx, request, input) =>
    applyOnce(ctx, request, async (tx) => {
      const account = await lockAccount(tx, input.accountId);
      if (!account.suspendedAt) return "already";
      await tx.account.update({
        where: { id: account.id },
        data: { suspendedAt: null, suspendedBecause: null },
      });
      await recordAudit(tx, ctx, {
        action: "account-resumed",
        subject: { kind: "account", id: account.id, name: accountLabel(account) },
        accountId: account.id,
        requestId: request.id,
        before: { suspended: true, because: account.suspendedBecause },
        after: { suspended: false, because: input.because },
      });
      return "resumed";
    }),

  card: async (app, request, input) =>
    standardCard(app, request, {
      noun: "Account resumption",
      fields: [
        ["Account", request.account ? accountLabel(request.account) : "an Account that was deleted"],
        ...(input.because ? [["Because", input.because] as [string, string]] : []),
      ],
      done: request.outcome === "resumed" ? "Account resumed" : "Account not suspended",
      note:
        request.outcome === "resumed"
          ? "Invitations to it can be accepted again."
          : "Nothing had to be changed.",
    }),
});
