import { accountLabel } from "../accounts/account-name.ts";
import { shorten } from "../chat/mrkdwn.ts";
import type { App } from "../context.ts";
import type { Database, Transaction } from "../database.ts";
import type { Account } from "../generated/prisma/client.ts";
import { approvalFor } from "./approval-policy.ts";
import type { Plan } from "./plan.ts";
import type { RequestKind } from "./request-kind.ts";
import { oneLine } from "../text/one-line.ts";

/** A kind's plan, with the warnings of sensitive Accounts and with what the policy asks of it. */
export async function withApproval(
  { db, approvalPolicy }: Pick<App, "approvalPolicy"> & { db: Database | Transaction },
  { kind, needs }: Pick<RequestKind<unknown>, "kind" | "needs">,
  plan: Plan,
): Promise<Plan> {
  const sensitive = await sensitiveAccounts(db, plan);
  const approval = approvalFor(approvalPolicy, {
    kind,
    needs,
    grantsAdministrator: plan.grantsAdministrator ?? false,
    sensitive: sensitive.length > 0,
  });
  const warnings = sensitive.map(
    (account) =>
      `${accountLabel(account)} is sensitive: ${shorten(oneLine(account.sensitiveBecause ?? ""), 300)}`,
  );
  return { ...plan, warnings: [...warnings, ...plan.warnings], ...(approval && { approval }) };
}

async function sensitiveAccounts(
  db: Database | Transaction,
  { accounts, accountId, accountIds }: Plan,
): Promise<Account[]> {
  if (accounts) return accounts.filter(({ sensitiveBecause }) => sensitiveBecause !== null);
  const ids = accountIds ?? (accountId ? [accountId] : []);
  if (ids.length === 0) return [];
  return db.account.findMany({
    where: { id: { in: ids }, sensitiveBecause: { not: null } },
    orderBy: { apiIdKey: "asc" },
  });
}
