import type { App } from "../context.ts";
import type { Account, Prisma, User } from "../generated/prisma/client.ts";
import type { Database, Transaction } from "../kernel/database.ts";
import type { After } from "../kernel/outbox/transact.ts";
import { approvalAsked } from "../kernel/requests/approvals.ts";
import { beginWaiting } from "../kernel/requests/enter-queue-or-approval.ts";

type Reading = Database | Transaction;

/** What is asked for and not done yet that makes this User, who exists, Administrator: by a grant, a tick or an added Account. */
const raising = (userId: string) =>
  ({
    appliedAt: null,
    OR: [
      { kind: "grant-admin", input: { path: ["userId"], equals: userId } },
      { kind: "admins", input: { path: ["grant"], array_contains: [userId] } },
      {
        kind: "add-accounts",
        input: { path: ["userId"], equals: userId },
        NOT: { input: { path: ["administratorOf"], equals: [] } },
      },
    ],
  }) satisfies Prisma.RequestWhereInput;

const onItsWay: Prisma.EnumRequestStatusFilter = { in: ["awaitingApproval", "queued"] };

/** Whether somebody has asked for this User to become Administrator, and it is neither done nor decided against. */
export async function isToBeRaised(db: Reading, userId: string): Promise<boolean> {
  return (await db.request.count({ where: { ...raising(userId), status: onItsWay } })) > 0;
}

/** The Accounts of which that is so. */
export async function accountsToBeRaisedOn(db: Reading, userId: string): Promise<Account[]> {
  const requests = await db.request.findMany({ where: { ...raising(userId), status: onItsWay } });
  const ids = requests.flatMap(({ input, accountId }) => {
    const { administratorOf } = input as { administratorOf?: string[] };
    return administratorOf ?? accountId ?? [];
  });
  return db.account.findMany({ where: { id: { in: ids } }, orderBy: { apiIdKey: "asc" } });
}

/**
 * Has those who approved that this User becomes Administrator asked anew: `because` of what has happened since, as a sentence,
 * somebody else than its owner may sign in as them. In the transaction of what happens.
 */
export async function askAnewToRaise(
  app: App,
  tx: Transaction,
  after: After,
  { user, because }: { user: User; because: string },
): Promise<void> {
  // Also of what failed: a retry of it counts the votes again.
  const requests = await tx.request.findMany({
    where: {
      ...raising(user.id),
      approvalsNeeded: { gt: 0 },
      status: { in: ["awaitingApproval", "queued", "failed"] },
    },
  });
  await tx.vote.deleteMany({
    where: { requestId: { in: requests.map(({ id }) => id) }, decision: "approve" },
  });
  for (const request of requests) {
    const approval = approvalAsked(request);
    if (approval && request.status !== "failed")
      await beginWaiting(app, tx, after, request, { approval, because });
  }
}
