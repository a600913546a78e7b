import { accountLabel } from "../accounts/account-name.ts";
import type { App } from "../context.ts";
import { activeAt } from "../memberships/active-grant.ts";
import { counted } from "../text/counted.ts";
import { isolate } from "../text/isolate.ts";
import type { Plan } from "./plan.ts";

const accountsAtMost = 3;

/** What those who approve should know of the Accounts that a plan touches, an Account a line. */
export async function accountFacts(
  { db, clock }: Pick<App, "db" | "clock">,
  { accountId, accountIds }: Plan,
): Promise<string[]> {
  const ids = [...new Set(accountIds ?? (accountId ? [accountId] : []))];
  const accounts = await db.account.findMany({
    where: { id: { in: ids.slice(0, accountsAtMost) } },
    orderBy: { apiIdKey: "asc" },
  });
  const lines: string[] = [];
  for (const account of accounts) {
    const [users, administrators, subAccounts] = await Promise.all([
      db.membership.count({ where: { accountId: account.id } }),
      db.membership.count({ where: { accountId: account.id, grants: { some: activeAt(clock()) } } }),
      db.account.count({ where: { parentId: account.id, id: { notIn: ids } } }),
    ]);
    const has = `${counted(users, "user")}, ${counted(administrators, "Administrator")} among them`;
    const below =
      subAccounts > 0
        ? `; ${counted(subAccounts, "sub-account")}, which ${subAccounts === 1 ? "stays as it is" : "stay as they are"}`
        : "";
    lines.push(`${isolate(accountLabel(account))} has now ${users === 0 ? "no user yet" : has}${below}.`);
  }
  const more = ids.length - accounts.length;
  return more > 0 ? [...lines, `and ${counted(more, "more Account")}`] : lines;
}
