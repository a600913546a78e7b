import type { AccountActor } from "../context.ts";
import type { Database, Transaction } from "../database.ts";
import type { Account } from "../generated/prisma/client.ts";

/** An Account that is open to somebody, or why it is not. */
export type Admission = { account: Account } | { refusal: string };

/**
 * Whether somebody may work in an Account: a User with a Membership of any level, or an application whose token reaches
 * it. In a transaction that has locked the Account it holds until the transaction's end.
 */
export async function admit(
  db: Database | Transaction,
  actor: AccountActor,
  accountId: string,
): Promise<Admission> {
  if (actor.onlyAccountId !== null && actor.onlyAccountId !== accountId)
    return { refusal: outOfReach(actor) };
  const account = await db.account.findUnique({ where: { id: accountId } });
  if (!account) return { refusal: outOfReach(actor) };
  const refusal =
    actor.kind === "api-client"
      ? await refusalOfClient(db, actor.id)
      : await refusalOfUser(db, actor.id, accountId);
  if (refusal) return { refusal };
  return account.suspendedAt ? { refusal: "This Account is suspended." } : { account };
}

function outOfReach({ kind }: AccountActor): string {
  return kind === "api-client"
    ? "This token does not reach this Account."
    : "You have no access to this Account.";
}

async function refusalOfClient(db: Database | Transaction, id: string): Promise<string | undefined> {
  const open = await db.$queryRaw<object[]>`
    SELECT 1 FROM "ApiClient" WHERE "id" = ${id}::uuid AND "revokedAt" IS NULL FOR SHARE`;
  return open.length > 0 ? undefined : "This client was revoked.";
}

async function refusalOfUser(
  db: Database | Transaction,
  userId: string,
  accountId: string,
): Promise<string | undefined> {
  const [membership] = await db.$queryRaw<{ suspended: boolean }[]>`
    SELECT "suspendedAt" IS NOT NULL AS "suspended" FROM "Membership"
    WHERE "userId" = ${userId}::uuid AND "accountId" = ${accountId}::uuid FOR SHARE`;
  if (!membership) return "You have no access to this Account.";
  return membership.suspended ? "Your access to this Account is suspended." : undefined;
}
