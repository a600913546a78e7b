import type { Database, Transaction } from "../database.ts";
import { activeAt } from "../memberships/active-grant.ts";
import { counted } from "../text/counted.ts";
import { countOpenInvitations } from "./open-invitations.ts";

/** What goes with an Account when it is deleted. */
export interface AccountLosses {
  users: number;
  administrators: number;
  invitations: number;
}

export async function accountLosses(
  db: Database | Transaction,
  accountId: string,
  now: Date,
): Promise<AccountLosses> {
  const users = await db.membership.count({ where: { accountId } });
  const administrators = await db.membership.count({ where: { accountId, grants: { some: activeAt(now) } } });
  return { users, administrators, invitations: await countOpenInvitations(db, accountId, now) };
}

export function lossesWords({ users, administrators, invitations }: AccountLosses): string[] {
  const of = administrators > 0 ? `, ${counted(administrators, "Administrator")} among them` : "";
  return [
    users > 0
      ? `${counted(users, "user")}${of}: access to it is lost, the user stays.`
      : "No user loses access: it has none.",
    ...(invitations > 0
      ? [`${counted(invitations, "open invitation")} to it: the link no longer works.`]
      : []),
  ];
}
