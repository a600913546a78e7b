import type { Database, Transaction } from "../database.ts";
import { counted } from "../text/counted.ts";

/** Why an Account cannot be deleted yet, as sentences; none where it can. Every reason has its place here. */
export async function whatKeepsAccount(db: Database | Transaction, accountId: string): Promise<string[]> {
  const subAccounts = await db.account.count({ where: { parentId: accountId } });
  return [
    ...(subAccounts > 0
      ? [
          `It has ${counted(subAccounts, "sub-account")}: delete ${subAccounts === 1 ? "it" : "them"} first.`,
        ]
      : []),
  ];
}
