import { hint } from "../kernel/text/command-hint.ts";
import { accountNamed } from "../kernel/names/deleted-names.ts";
import { openInvitationsAt } from "../kernel/links/end-invitations.ts";
import { recordAudit } from "../kernel/audit/record-audit.ts";
import type { App } from "../context.ts";
import { defineChange } from "../kernel/requests/define-change.ts";
import { standardCard } from "../kernel/requests/standard-card.ts";
import { counted } from "../kernel/text/counted.ts";
import { accountLabel } from "../kernel/names/account-name.ts";
import { accountInput, loadAccount, lockAccount } from "../kernel/levels/load-account.ts";
import { becauseAtEnd, reason, suspensionWords } from "../kernel/levels/suspension.ts";
import type { Database, Transaction } from "../kernel/database.ts";

export const suspensionInput = accountInput.extend({ because: reason });

/** Suspends one Account until it is resumed. Says nothing about its parent or its sub-accounts. */
export const suspendAccountRequest = defineChange({
  kind: "suspend-account",
  input: suspensionInput,
  needs: "accounts:edit",
  undo: `${hint("resume")} ends the suspension.`,

  async plan(ctx, input) {
    const account = await loadAccount(ctx.db, input.accountId);
    const label = accountLabel(account);
    return {
      accountId: account.id,
      dedupeKey: `suspension:${account.id}`,
      what: `the suspension of ${label}`,
      effects: account.suspendedAt
        ? [`${label} is ${suspensionWords(account)} already: nothing would change.`]
        : await effects(ctx, account.id, label, input.because),
      warnings: [],
      needsConfirmation: account.suspendedAt === null,
    };
  },

  change: {
    async apply(ctx, tx, _after, input, { requestId }) {
      const account = await loadAccount(tx, input.accountId);
      const { count } = await tx.account.updateMany({
        where: { id: account.id, suspendedAt: null },
        data: { suspendedAt: ctx.clock(), suspendedBecause: input.because },
      });
      if (count === 0) return "already";
      await recordAudit(tx, ctx, {
        action: "account-suspended",
        subject: { kind: "account", id: account.id, name: accountLabel(account) },
        accountId: account.id,
        requestId,
        before: { suspended: false },
        after: { suspended: true, because: input.because },
      });
      return "suspended";
    },
  },

  card: async (app, request, input) =>
    standardCard(app, request, {
      noun: "Account suspension",
      fields: [
        ["Account", await accountNamed(app, request)],
        ...(input.because ? [["Because", input.because] as [string, string]] : []),
      ],
      done: request.outcome === "suspended" ? "Account suspended" : "Account already suspended",
      note:
        request.outcome === "suspended"
          ? "Until it is resumed, nobody can accept an invitation to it. Its sub-accounts do not change."
          : "There was nothing to change.",
    }),
});

async function effects(ctx: App, accountId: string, label: string, why: string | null): Promise<string[]> {
  const [users, open, subAccounts] = await Promise.all([
    ctx.db.membership.count({ where: { accountId } }),
    countOpenInvitations(ctx.db, accountId, ctx.clock()),
    ctx.db.account.count({ where: { parentId: accountId } }),
  ]);
  return [
    `${label} is suspended${becauseAtEnd(why)}`,
    `${counted(users, "user")} of it lose access until it is resumed, and keep their levels.`,
    `${counted(open, "open invitation")} to it cannot be accepted until then.`,
    ...(subAccounts > 0 ? [`${counted(subAccounts, "sub-account")} of it: not suspended.`] : []),
  ];
}

/** How many Invitations to an Account can still be accepted. */
export function countOpenInvitations(
  db: Database | Transaction,
  accountId: string,
  now: Date,
): Promise<number> {
  return db.invitation.count({ where: { accountId, ...openInvitationsAt(now) } });
}

/** Ends the suspension of one Account. */
export const resumeAccountRequest = defineChange({
  kind: "resume-account",
  input: suspensionInput,
  needs: "accounts:edit",
  undo: `${hint("suspend")} suspends it again.`,

  async plan(ctx, input) {
    const account = await loadAccount(ctx.db, input.accountId);
    const label = accountLabel(account);
    return {
      accountId: account.id,
      dedupeKey: `suspension:${account.id}`,
      what: `the end of the suspension of ${label}`,
      effects: [
        account.suspendedAt
          ? `${label}, ${suspensionWords(account)}, is resumed${becauseAtEnd(input.because)}`
          : `${label} is not suspended: nothing would change.`,
      ],
      warnings: [],
      needsConfirmation: false,
    };
  },

  change: {
    async apply(ctx, tx, _after, input, { requestId }) {
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
        requestId,
        before: { suspended: true, because: account.suspendedBecause },
        after: { suspended: false, because: input.because },
      });
      return "resumed";
    },
  },

  card: async (app, request, input) =>
    standardCard(app, request, {
      noun: "Account resumption",
      fields: [
        ["Account", await accountNamed(app, request)],
        ...(input.because ? [["Because", input.because] as [string, string]] : []),
      ],
      done: request.outcome === "resumed" ? "Account resumed" : "Account not suspended",
      note:
        request.outcome === "resumed"
          ? "Invitations to it can be accepted again."
          : "There was nothing to change.",
    }),
});
