import { randomUUID } from "node:crypto";
import { accountApiId, accountDescription, accountName } from "../accounts/account-fields.ts";
import { accountLabel } from "../accounts/account-name.ts";
import { lockAccount } from "../accounts/load-account.ts";
import type { AuditEntry } from "../audit/record-audit.ts";
import { requirePermission } from "../console-users/require-permission.ts";
import type { Context } from "../context.ts";
import type { Transaction } from "../database.ts";
import { DomainError } from "../errors.ts";
import type { Account } from "../generated/prisma/client.ts";
import { checkField } from "./check-field.ts";
import { fold } from "../text/fold.ts";
import { identityKey } from "../text/identity-key.ts";
import type { DeployFor } from "./deploy.ts";

export interface DeployAccount {
  account: Account;
  created: boolean;
  entries: AuditEntry[];
}

/** The Account of a deployment, held to the end of the transaction; made where its API ID is unknown. Throws forbidden. */
export async function deployAccount(ctx: Context, tx: Transaction, given: DeployFor): Promise<DeployAccount> {
  const known = "accountId" in given ? { id: given.accountId } : await byApiId(tx, given.apiId);
  if (!known) return create(ctx, tx, given as NewAccount);
  const account = await lockAccount(tx, known.id);
  if (account.suspendedAt) {
    const sentence = `${accountLabel(account)} is suspended. Nothing was deployed.`;
    throw new DomainError("forbidden", sentence, "accountId");
  }
  return { account, created: false, entries: [] };
}

type NewAccount = Extract<DeployFor, { apiId: string }>;

function byApiId(tx: Transaction, apiId: string): Promise<{ id: string } | null> {
  return tx.account.findUnique({ where: { apiIdKey: identityKey(apiId) }, select: { id: true } });
}

async function create(ctx: Context, tx: Transaction, given: NewAccount): Promise<DeployAccount> {
  const { actor } = ctx;
  if (actor.kind === "console-user")
    await requirePermission({ ...ctx, actor }, "accounts:manage", "marketplace");
  const apiId = checkField(accountApiId, given.apiId || randomUUID(), "accountId");
  const name = checkField(accountName, given.name || apiId, "accountName");
  const description = checkField(accountDescription, given.description ?? "", "accountDescription");
  const account = await tx.account.create({
    data: {
      name,
      nameKey: fold(name),
      apiId,
      apiIdKey: identityKey(apiId),
      description,
      createdAt: ctx.clock(),
    },
  });
  const entry: AuditEntry = {
    action: "account-created",
    subject: { kind: "account", id: account.id, name: accountLabel(account) },
    accountId: account.id,
    after: { name, apiId, description, parent: null },
  };
  return { account, created: true, entries: [entry] };
}
