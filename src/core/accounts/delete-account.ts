import { recordAudit } from "../audit/record-audit.ts";
import type { App } from "../context.ts";
import type { Database, Transaction } from "../database.ts";
import { DomainError } from "../errors.ts";
import type { Account } from "../generated/prisma/client.ts";
import { dueSoon } from "../kernel/outbox/outbox.ts";
import type { After } from "../kernel/outbox/transact.ts";
import { invalidateGrants } from "../memberships/invalidate-grants.ts";
import { applyOnce } from "../requests/apply-once.ts";
import { defineRequest } from "../requests/define-request.ts";
import { messageTask } from "../requests/request-outbox.ts";
import { standardCard } from "../requests/standard-card.ts";
import { type AccountLosses, accountLosses, lossesWords } from "./account-losses.ts";
import { accountLabel } from "./account-name.ts";
import { accountInput, loadAccount, lockAccount } from "./load-account.ts";
import { whatKeepsAccount } from "./what-keeps-account.ts";

const deleted = "account-deleted";

/** Deletes an Account with its Memberships and Invitations. Its Users stay. */
export const deleteAccountRequest = defineRequest({
  kind: "delete-account",
  input: accountInput,
  needs: "accounts:manage",

  async plan(ctx, { accountId }) {
    const account = await loadAccount(ctx.db, accountId);
    await requireUnkept(ctx.db, account);
    const losses = await accountLosses(ctx.db, accountId, ctx.clock());
    return {
      accountId,
      openKey: `delete-account:${accountId}`,
      what: `the deletion of ${accountLabel(account)}`,
      effects: [`${accountLabel(account)} is deleted.`, ...lossesWords(losses)],
      warnings: ["This cannot be undone."],
      asks: true,
    };
  },

  run: (ctx, request, { accountId }) =>
    applyOnce(ctx, request, async (tx, after) => {
      const account = await lockAccount(tx, accountId);
      await holdCycles(tx, accountId);
      await requireUnkept(tx, account);
      const losses = await accountLosses(tx, accountId, ctx.clock());
      await invalidateInvitationCards(tx, after, accountId, ctx.clock());
      await invalidateGrants(tx, after, { membership: { accountId }, endedAt: null }, ctx.clock());
      await tx.account.delete({ where: { id: accountId } });
      const { name, apiId } = account;
      await recordAudit(tx, ctx, {
        action: deleted,
        subject: { kind: "account", id: accountId, name: accountLabel(account) },
        accountId,
        requestId: request.id,
        before: { name, apiId, ...losses },
      });
      return "deleted";
    }),

  async card(app, request, { accountId }) {
    const gone = await deletionOf(app, request.id);
    const account = gone?.name ?? (await nameOf(app, accountId));
    return standardCard(app, request, {
      noun: "Account deletion",
      fields: [["Account", account]],
      done: "Account deleted",
      note: gone ? lossesWords(gone.losses).join("\n") : "It is gone.",
    });
  },
});

async function requireUnkept(db: Database | Transaction, account: Account): Promise<void> {
  const reasons = await whatKeepsAccount(db, account.id);
  if (reasons.length === 0) return;
  const lead = `${accountLabel(account)} cannot be deleted yet.`;
  throw new DomainError("conflict", [lead, ...reasons].join(" "), "accountId");
}

/** So that none of them is started between the look and the deletion. */
async function holdCycles(tx: Transaction, accountId: string): Promise<void> {
  await tx.$queryRaw`SELECT "id" FROM "Cycle" WHERE "accountId" = ${accountId}::uuid ORDER BY "id" FOR UPDATE`;
}

/** The Invitations go with the Account; the cards that tell of them stay, and are to say so. */
async function invalidateInvitationCards(
  tx: Transaction,
  after: After,
  accountId: string,
  now: Date,
): Promise<void> {
  const open = { accountId, acceptedAt: null, revokedAt: null, expiredAt: null };
  const cards = await tx.chatMessage.updateManyAndReturn({
    where: { key: "card", request: { invitations: { some: open } } },
    data: { generation: { increment: 1 }, ...dueSoon(now) },
    select: { job: true, key: true, requestId: true },
  });
  after.dispatch(...cards.map(messageTask));
}

/** What the audit has kept of the Account that a Request deleted. */
async function deletionOf({ db }: App, requestId: string) {
  const event = await db.auditEvent.findFirst({ where: { requestId, action: deleted } });
  return event && { name: event.subjectName, losses: event.before as unknown as AccountLosses };
}

async function nameOf({ db }: App, accountId: string): Promise<string> {
  const account = await db.account.findUnique({ where: { id: accountId } });
  return account ? accountLabel(account) : "an Account that was deleted";
}
