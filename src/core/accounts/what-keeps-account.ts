import type { Database, Transaction } from "../database.ts";
import { counted } from "../text/counted.ts";

/** Why an Account cannot be deleted yet, as sentences; none where it can. Every such rule has its place here. */
export function whatKeepsAccount(db: Database | Transaction, accountId: string): Promise<string[]> {
  return subAccountsKeepIt(db, accountId);
}

async function subAccountsKeepIt(db: Database | Transaction, parentId: string): Promise<string[]> {
  const count = await db.account.count({ where: { parentId } });
  if (count === 0) return [];
  return [`It has ${counted(count, "sub-account")}: delete ${count === 1 ? "it" : "them"} first.`];
}
