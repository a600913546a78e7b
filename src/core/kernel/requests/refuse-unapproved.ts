import type { ApiClientActor, Context } from "../../context.ts";
import type { Permission } from "../access/access.ts";
import type { Transaction } from "../database.ts";
import { ApprovalNeeded } from "../errors.ts";
import { approvalFor, approvalWords } from "./approval-policy.ts";

interface Unapproved {
  /** The request that people would send for the same. */
  request: { kind: string; needs: Permission };
  accountIds: string[];
  grantsAdministrator?: boolean;
  movesSignIn?: boolean;
}

/**
 * Throws ApprovalNeeded where people would have to approve what an application does. Nobody is asked: the policy of requests
 * is only held against it, in the transaction of the change.
 */
export async function refuseUnapproved(
  { approvalPolicy }: Pick<Context<ApiClientActor>, "approvalPolicy">,
  tx: Transaction,
  { request: { kind, needs }, accountIds, grantsAdministrator = false, movesSignIn = false }: Unapproved,
): Promise<void> {
  const where = { id: { in: accountIds }, sensitiveBecause: { not: null } };
  const sensitive = accountIds.length > 0 && (await tx.account.count({ where })) > 0;
  const approval = approvalFor(approvalPolicy, { kind, needs, grantsAdministrator, sensitive, movesSignIn });
  if (!approval) return;
  throw new ApprovalNeeded(
    `This needs ${approvalWords(approval)}. Nothing was changed. Somebody has to ask for it in Slack.`,
  );
}
