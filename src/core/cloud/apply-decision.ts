import type { ConsoleUserActor, Context } from "../context.ts";
import { allows } from "../kernel/access/access.ts";
import { recordAudit } from "../kernel/audit/record-audit.ts";
import type { Account } from "../generated/prisma/client.ts";
import type { CalledChange } from "../kernel/cloud/cloud-change.ts";
import type { Transaction } from "../kernel/database.ts";
import { DomainError } from "../kernel/errors.ts";
import { lockAccount } from "../kernel/levels/load-account.ts";
import { accountLabel, accountNames } from "../kernel/names/account-name.ts";
import type { After } from "../kernel/outbox/transact.ts";
import { carryOver } from "../kernel/requests/cloud-effect.ts";
import { beginSync } from "./cloud-sync.ts";
import type { DriftKind } from "./drift-kinds.ts";
import type { DriftRow } from "./drift-words.ts";
import { imported, takeAccounts } from "./import-accounts.ts";
import { placeUnder, takeUsers } from "./import-members.ts";
import type { FoundThere } from "./settle-drift.ts";

type Deciding = Context<ConsoleUserActor>;

interface Adopting {
  row: DriftRow;
  found: FoundThere | undefined;
  requestId: string;
}

/** What is here follows the cloud. False: it is not there any more. */
export async function adopt(
  ctx: Deciding,
  tx: Transaction,
  after: After,
  { row, found, requestId }: Adopting,
): Promise<boolean> {
  switch (row.kind as DriftKind) {
    case "list-shrank":
      await beginSync(ctx, tx, after, "list");
      return true;
    case "account-new":
      return takeOver(ctx, tx, row, found);
    case "account-renamed":
      await rename(ctx, tx, row, requestId);
      return true;
    case "account-moved":
      await follow(ctx, tx, row);
      return true;
    case "member-new":
      await takeMember(ctx, tx, row);
      return true;
    default:
      throw new DomainError("invalid", "This is done by deleting or removing it here.");
  }
}

async function takeOver(
  ctx: Deciding,
  tx: Transaction,
  { cloudId, parentId }: DriftRow,
  found: FoundThere | undefined,
): Promise<boolean> {
  if (!found?.account) return false;
  await takeAccounts(tx, ctx, [found.account], ctx.clock());
  const known = await tx.cloudAccount.findUniqueOrThrow({ where: { cloudId }, include: { account: true } });
  if (parentId) await placeUnder(tx, parentId, [found.account]);
  if (!allows(ctx.actor, "users:edit")) return true;
  await takeMembers(ctx, tx, known.account, found.members);
  await tx.cloudAccount.update({ where: { cloudId }, data: { readAt: ctx.clock() } });
  return true;
}

async function takeMembers(
  ctx: Deciding,
  tx: Transaction,
  account: { id: string; name: string; apiId: string },
  names: string[],
): Promise<void> {
  const { userIds, users } = await takeUsers(tx, names);
  const added = await tx.membership.createManyAndReturn({
    data: userIds.map((userId) => ({ userId, accountId: account.id, createdAt: ctx.clock() })),
    skipDuplicates: true,
    select: { user: { select: { username: true } } },
  });
  if (added.length === 0) return;
  const members = added.map(({ user }) => user.username);
  await recordAudit(tx, ctx, imported(account, { members, newUsers: users }));
}

async function takeMember(ctx: Deciding, tx: Transaction, row: DriftRow): Promise<void> {
  const account = await lockAccount(tx, row.accountId ?? "");
  await takeMembers(ctx, tx, account, [row.userName]);
}

/** As the import keeps it: also a name that people could not give here. */
async function rename(ctx: Deciding, tx: Transaction, row: DriftRow, requestId: string): Promise<void> {
  const account = await lockAccount(tx, row.accountId ?? "");
  const { name, nameKey } = accountNames({ name: row.there, apiId: account.apiId });
  const changed = await tx.account.update({ where: { id: account.id }, data: { name, nameKey } });
  await recordAudit(tx, ctx, {
    action: "account-settings-changed",
    subject: { kind: "account", id: account.id, name: accountLabel(changed) },
    accountId: account.id,
    requestId,
    before: { name: account.name },
    after: { name },
  });
}

/** The Account is found there under its new API ID; its own here is people's to change. */
async function follow(ctx: Deciding, tx: Transaction, { accountId, there }: DriftRow): Promise<void> {
  const other = await tx.cloudAccount.findUnique({ where: { cloudId: there }, include: { account: true } });
  if (other)
    throw new DomainError("conflict", `${accountLabel(other.account)} is this Account of Cyclr by now.`);
  await tx.cloudAccount.update({
    where: { accountId: accountId ?? "" },
    data: { cloudId: there, readAt: null, listedAt: ctx.clock() },
  });
}

/** The cloud follows what is here, by an effect of the request. */
export async function pushDrift(
  ctx: Deciding,
  tx: Transaction,
  after: After,
  row: DriftRow,
  { requestId }: { requestId: string },
): Promise<void> {
  const account = await lockAccount(tx, row.accountId ?? "");
  const change = await changeFor(tx, row, account);
  await carryOver(ctx, tx, after, { change, accountId: account.id, requestId });
}

async function changeFor(
  tx: Transaction,
  { kind, cloudId, userName }: DriftRow,
  { name, description, parentId }: Account,
): Promise<CalledChange> {
  if (kind === "member-new") return { kind: "remove-member", cloudId, userName };
  if (kind === "account-renamed") return { kind: "change-account", cloudId, name };
  const parent = parentId ? await tx.cloudAccount.findUnique({ where: { accountId: parentId } }) : null;
  if (parentId && !parent)
    throw new DomainError("conflict", "Its parent is not in Cyclr. Create that first.", "number");
  // It is made anew: nothing that was known of the one before is true of it.
  await tx.cloudAccount.update({ where: { cloudId }, data: { createdThere: null, readAt: null } });
  return { kind: "create-account", cloudId, name, description, parentCloudId: parent?.cloudId ?? null };
}
