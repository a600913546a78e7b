import type { Database, Transaction } from "../database.ts";
import { DomainError } from "../errors.ts";
import type { Account } from "../../generated/prisma/client.ts";

/** These Accounts, in this order. Throws not-found, at the field, where one of them is gone. */
export async function loadAccounts(
  db: Database | Transaction,
  ids: string[],
  field = "accountIds",
): Promise<Account[]> {
  const found = await db.account.findMany({ where: { id: { in: ids } } });
  return ids.map((id) => {
    const account = found.find((one) => one.id === id);
    if (account) return account;
    throw new DomainError("not-found", "One of these Accounts no longer exists. Choose again.", field);
  });
}
