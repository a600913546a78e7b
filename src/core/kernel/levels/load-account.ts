import { z } from "zod";
import type { Database, Transaction } from "../database.ts";
import { DomainError } from "../errors.ts";
import type { Account } from "../../generated/prisma/client.ts";

export const accountInput = z.object({ accountId: z.uuid("Choose an Account.") });

/** The Account with this internal id. Throws not-found, at its field. */
export async function loadAccount(
  db: Database | Transaction,
  accountId: string,
  field = "accountId",
): Promise<Account> {
  const account = await db.account.findUnique({ where: { id: accountId } });
  if (account) return account;
  throw new DomainError("not-found", "This Account no longer exists. Choose another.", field);
}

/** The same, held as it is until the transaction ends. */
export async function lockAccount(tx: Transaction, accountId: string, field?: string): Promise<Account> {
  await tx.$queryRaw`SELECT "id" FROM "Account" WHERE "id" = ${accountId}::uuid FOR UPDATE`;
  return loadAccount(tx, accountId, field);
}

/** Keeps everybody else from changing anything in an Account until the transaction ends. */
export async function holdAccount(tx: Transaction, { id }: Pick<Account, "id">): Promise<void> {
  await tx.$queryRaw`SELECT "id" FROM "Account" WHERE "id" = ${id}::uuid FOR NO KEY UPDATE`;
}
