import { accountLabel } from "../names/account-name.ts";
import type { Account } from "../../generated/prisma/client.ts";

/** Access to these Accounts opens nothing yet. */
export function suspendedWarnings(accounts: Account[]): string[] {
  return accounts
    .filter(({ suspendedAt }) => suspendedAt !== null)
    .map((account) => `${accountLabel(account)} is suspended: nobody can use it until it is resumed.`);
}
