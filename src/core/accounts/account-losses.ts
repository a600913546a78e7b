import type { Database, Transaction } from "../database.ts";
import { countCycles } from "../cycles/count-cycles.ts";
import { activeAt } from "../memberships/active-grant.ts";
import { counted } from "../text/counted.ts";
import { countOpenInvitations } from "./open-invitations.ts";

/** What goes with an Account when it is deleted. */
export interface AccountLosses {
  users: number;
  administrators: number;
  invitations: number;
  /** All of them paused: an active one keeps the Account. Left out where they were not counted yet. */
  cycles?: number;
}

export async function accountLosses(
  db: Database | Transaction,
  accountId: string,
  now: Date,
): Promise<AccountLosses> {
  const users = await db.membership.count({ where: { accountId } });
  const administrators = await db.membership.count({ where: { accountId, grants: { some: activeAt(now) } } });
  const { active, paused } = await countCycles(db, accountId);
  const invitations = await countOpenInvitations(db, accountId, now);
  return { users, administrators, invitations, cycles: active + paused };
}

export function lossesWords({ users, administrators, invitations, cycles = 0 }: AccountLosses): string[] {
  const of = administrators > 0 ? `, ${counted(administrators, "Administrator")} among them` : "";
  return [
    users > 0
      ? `${counted(users, "user")}${of}: access to it is lost, the user stays.`
      : "No user loses access: it has none.",
    ...(invitations > 0
      ? [`${counted(invitations, "open invitation")} to it: the link no longer works.`]
      : []),
    ...(cycles > 0 ? [`${counted(cycles, "paused cycle")}: deleted with it.`] : []),
  ];
}
