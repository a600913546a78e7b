import { accountNamed } from "../kernel/names/deleted-names.ts";
import { unended } from "../kernel/links/end-invitations.ts";
import { recordAudit } from "../kernel/audit/record-audit.ts";
import type { App, Context } from "../context.ts";
import type { Database, Transaction } from "../kernel/database.ts";
import { DomainError } from "../kernel/errors.ts";
import type { Account } from "../generated/prisma/client.ts";
import { requireUnkeptInCloud } from "../kernel/cloud/ask-cloud.ts";
import { carryOver, cloudIdOf } from "../kernel/requests/cloud-effect.ts";
import { dueSoon } from "../kernel/outbox/outbox.ts";
import type { After } from "../kernel/outbox/transact.ts";
import { invalidateGrants, messageTask } from "../kernel/requests/invalidate-card.ts";
import { applyOnce } from "../kernel/requests/require-approved.ts";
import { defineRequest } from "../kernel/requests/request-kind.ts";
import { standardCard } from "../kernel/requests/standard-card.ts";
import { accountLabel } from "../kernel/names/account-name.ts";
import { accountInput, loadAccount, lockAccount } from "../kernel/levels/load-account.ts";
import { counted } from "../kernel/text/counted.ts";
import { isolate } from "../kernel/text/isolate.ts";
import { activeAt } from "../kernel/levels/active-grant.ts";
import { countOpenInvitations } from "./suspend-account.ts";
import { shorten } from "../kernel/text/mrkdwn.ts";

export interface CycleCounts {
  active: number;
  paused: number;
  /** The first of those that are active. */
  named: string[];
}

const namedAtMost = 5;

/** The Cycles of one Account, those of its sub-accounts not among them. */
export async function countCycles(db: Database | Transaction, accountId: string): Promise<CycleCounts> {
  const groups = await db.cycle.groupBy({ by: ["status"], where: { accountId }, _count: true });
  const of = (wanted: string) => groups.find(({ status }) => status === wanted)?._count ?? 0;
  const active = of("Active");
  const first =
    active === 0
      ? []
      : await db.cycle.findMany({
          where: { accountId, status: "Active" },
          orderBy: { id: "asc" },
          take: namedAtMost,
          select: { name: true },
        });
  return { active, paused: of("Paused"), named: first.map(({ name }) => shorten(name, 80)) };
}

const deleted = "account-deleted";

/** Deletes an Account with its Memberships and Invitations. Its Users stay. */
export const deleteAccountRequest = defineRequest({
  kind: "delete-account",
  input: accountInput,
  needs: "accounts:manage",
  undo: "Nothing can bring back what it removed.",

  async plan(ctx, { accountId }) {
    const account = await loadAccount(ctx.db, accountId);
    await requireUnkept(ctx.db, account);
    const losses = await accountLosses(ctx.db, accountId, ctx.clock());
    return {
      accountId,
      dedupeKey: `delete-account:${accountId}`,
      what: `the deletion of ${accountLabel(account)}`,
      effects: [`${accountLabel(account)} is deleted.`, ...lossesWords(losses)],
      warnings: ["This cannot be undone."],
      needsConfirmation: true,
    };
  },

  async run(ctx, request, { accountId }) {
    if (!request.appliedAt) await requireDeletableInCloud(ctx, accountId);
    return applyOnce(ctx, request, async (tx, after) => {
      await removeAccount(ctx, tx, after, { accountId, requestId: request.id });
      return "deleted";
    });
  },

  async card(app, request, { accountId }) {
    const gone = await deletionOf(app, request.id);
    const account = gone?.name ?? (await nameOf(app, accountId));
    return standardCard(app, request, {
      noun: "Account deletion",
      fields: [["Account", account]],
      done: "Account deleted",
      note: gone ? lossesWords(gone.losses).join("\n") : "The Account no longer exists.",
    });
  },
});

/** Throws conflict where the cloud has what keeps it. It is asked before the transaction: nothing waits for it. */
export async function requireDeletableInCloud(ctx: App, accountId: string): Promise<void> {
  const cloudId = await cloudIdOf(ctx, ctx.db, accountId);
  if (cloudId !== undefined) await requireUnkeptInCloud(ctx, cloudId);
}

/** Deletes the Account, in a transaction of the caller's. Throws not-found, and conflict where something keeps it. */
export async function removeAccount(
  ctx: Context,
  tx: Transaction,
  after: After,
  { accountId, requestId }: { accountId: string; requestId: string | null },
): Promise<void> {
  const account = await lockAccount(tx, accountId);
  await holdCycles(tx, accountId);
  await requireUnkept(tx, account);
  const losses = await accountLosses(tx, accountId, ctx.clock());
  await holdInvitations(tx, accountId);
  await invalidateInvitationCards(tx, after, accountId, ctx.clock());
  await invalidateGrants(tx, after, { membership: { accountId }, endedAt: null }, ctx.clock());
  const cloudId = await cloudIdOf(ctx, tx, accountId);
  if (cloudId !== undefined) {
    const change = { kind: "delete-account", cloudId } as const;
    await carryOver(ctx, tx, after, { change, accountId, requestId });
  }
  await tx.account.delete({ where: { id: accountId } });
  const { name, apiId } = account;
  await recordAudit(tx, ctx, {
    action: deleted,
    subject: { kind: "account", id: accountId, name: accountLabel(account) },
    accountId,
    requestId,
    before: { name, apiId, ...losses },
  });
}

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

/** By their links, as everybody who ends one, and in one order: two with the same would wait for each other. */
async function holdInvitations(tx: Transaction, accountId: string): Promise<void> {
  await tx.$queryRaw`SELECT "id" FROM "SecretLink"
    WHERE "id" IN (SELECT "linkId" FROM "Invitation" WHERE "accountId" = ${accountId}::uuid) ORDER BY "id" FOR UPDATE`;
}

/** The Invitations go with the Account; the cards that tell of them stay, and are to say so. */
async function invalidateInvitationCards(
  tx: Transaction,
  after: After,
  accountId: string,
  now: Date,
): Promise<void> {
  const open = { accountId, ...unended };
  const cards = await tx.chatMessage.updateManyAndReturn({
    where: { key: "card", request: { invitations: { some: open } } },
    data: { generation: { increment: 1 }, ...dueSoon(now) },
    select: { key: true, requestId: true },
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
  return accountNamed({ db }, { account, input: { accountId } });
}

type Reading = Database | Transaction;

/** Why an Account cannot be deleted yet, as sentences; none where it can. Every such rule has its place here. */
async function whatKeepsAccount(db: Reading, accountId: string): Promise<string[]> {
  return [...(await subAccountsKeepIt(db, accountId)), ...(await activeCyclesKeepIt(db, accountId))];
}

async function subAccountsKeepIt(db: Reading, parentId: string): Promise<string[]> {
  const count = await db.account.count({ where: { parentId } });
  if (count === 0) return [];
  return [`It has ${counted(count, "sub-account")}: delete ${count === 1 ? "it" : "them"} first.`];
}

async function activeCyclesKeepIt(db: Reading, accountId: string): Promise<string[]> {
  const { active, named } = await countCycles(db, accountId);
  if (active === 0) return [];
  const names = [...named.map((name) => `“${isolate(name)}”`), ...(active > named.length ? ["…"] : [])];
  const which = `${counted(active, "active cycle")} (${names.join(", ")})`;
  return [`It has ${which}: stop ${active === 1 ? "it" : "them"} first.`];
}

/** What goes with an Account when it is deleted. */
interface AccountLosses {
  users: number;
  administrators: number;
  invitations: number;
  /** All of them paused: an active one keeps the Account. Left out where they were not counted yet. */
  cycles?: number;
}

async function accountLosses(
  db: Database | Transaction,
  accountId: string,
  now: Date,
): Promise<AccountLosses> {
  const users = await db.membership.count({ where: { accountId } });
  const administrators = await db.membership.count({ where: { accountId, grants: { some: activeAt(now) } } });
  const { active, paused } = await countCycles(db, accountId);
  const invitations = await countOpenInvitations(db, accountId, now);
  return { users, administrators, invitations, cycles: active + paused };
}

function lossesWords({ users, administrators, invitations, cycles = 0 }: AccountLosses): string[] {
  const of = administrators > 0 ? `, ${counted(administrators, "Administrator")} among them` : "";
  return [
    users > 0
      ? `${counted(users, "user")}${of}: they lose access to it, but are not deleted.`
      : "It has no users, so nobody loses access.",
    ...(invitations > 0
      ? [`${counted(invitations, "open invitation")} to it: the link no longer works.`]
      : []),
    ...(cycles > 0 ? [`${counted(cycles, "paused cycle")}: deleted with it.`] : []),
  ];
}
