import { accessOf, isActive, whyInactive } from "../console-users/access.ts";
import { nameOf } from "../console-users/console-user-name.ts";
import { allows, type Permission } from "../console-users/permission-grid.ts";
import { lockConsoleUsers } from "../console-users/require-access-change.ts";
import type { App } from "../context.ts";
import type { Database, Transaction } from "../database.ts";
import { DomainError } from "../errors.ts";
import type { Account } from "../generated/prisma/client.ts";
import { approvalFor } from "./approval-policy.ts";
import { type Approvable, approvable, approvalsOf, isApproved, withFreshVotes } from "./approvals.ts";
import type { RequestRow } from "./request-kind.ts";

/** What was approved is so no more, or was never approved for what it has become. */
export class NotApproved extends DomainError {
  constructor(sentence: string) {
    super("forbidden", `${sentence} Nothing was changed; send it again.`);
  }
}

type Judging = Pick<App, "approvalPolicy" | "clock">;

/**
 * Throws NotApproved unless as many as it needs have approved who may still do so, and its requester may still ask for it.
 * An Account that was marked sensitive in the meantime counts as such.
 */
export async function requireApproved(
  app: Judging,
  db: Database | Transaction,
  request: RequestRow,
  account: Account | null = request.account,
): Promise<void> {
  const needed = approvalsNeededNow(app, request, account);
  if (needed === 0) return;
  const row = await db.request.findUniqueOrThrow({ where: { id: request.id }, include: approvable });
  requireRequester(row);
  const fresh = withFreshVotes(app, row);
  if (isApproved(fresh, needed)) return;
  if (isApproved(row, needed))
    throw new NotApproved("It was approved too long ago, and has to be approved again.");
  if (needed > row.approvalsNeeded)
    throw new NotApproved(
      "Its Account was marked sensitive in the meantime, and this was not approved for that.",
    );
  throw new NotApproved(lostWords(row));
}

/** The same in the transaction of the change, with nobody's rights changing before it ends. Comes before any other lock. */
export async function holdApproval(
  app: Judging,
  tx: Transaction,
  request: RequestRow,
  account: Account | null = request.account,
): Promise<void> {
  if (approvalsNeededNow(app, request, account) === 0) return;
  await lockConsoleUsers(tx);
  await requireApproved(app, tx, request, account);
}

function approvalsNeededNow(
  { approvalPolicy }: Judging,
  { kind, needs, approvalsNeeded }: RequestRow,
  account: Account | null,
): number {
  if (!account || account.sensitiveBecause === null || !needs) return approvalsNeeded;
  const asked = { kind, needs: needs as Permission, grantsAdministrator: false, sensitive: true };
  return Math.max(approvalsNeeded, approvalFor(approvalPolicy, asked)?.approvals ?? 0);
}

function requireRequester({ requester, needs }: Approvable): void {
  if (!requester || !isActive(requester))
    throw new NotApproved(`The person who asked for this ${whyInactive(requester)}.`);
  if (needs && !allows(accessOf(requester), needs as Permission))
    throw new NotApproved(`${nameOf(requester)}, who asked for this, may no longer do so.`);
}

function lostWords(row: Approvable): string {
  const counted = approvalsOf(row);
  const lost = row.votes.filter((vote) => vote.decision === "approve" && !counted.includes(vote));
  const names = lost.map(({ voter }) => nameOf(voter)).join(", ");
  return names ? `${names}, who approved this, may no longer approve it.` : "This is not approved.";
}
