import type { Context } from "../context.ts";
import type { UserAccount } from "./list-account-users.ts";

/** What one sees of an Account before one opens it. */
export interface AccountFigures {
  cycles: number;
  /** How many of them run. */
  active: number;
  /** When one of them was last changed, started or stopped. */
  lastAt: Date | undefined;
  /** For an Administrator alone, who may list them. */
  users: number | undefined;
}

/** By the Accounts' ids, for those that are open to whoever asks. */
export async function accountFigures(
  { db }: Pick<Context, "db">,
  rows: UserAccount[],
): Promise<Map<string, AccountFigures>> {
  const open = rows.filter(({ account, suspendedAt }) => !account.suspendedAt && !suspendedAt);
  const managed = open.filter(({ level }) => level === "Administrator").map(({ account }) => account.id);
  const [cycles, members] = await Promise.all([
    db.cycle.groupBy({
      by: ["accountId", "status"],
      where: { accountId: { in: open.map(({ account }) => account.id) } },
      _count: true,
      _max: { updatedAt: true },
    }),
    db.membership.groupBy({ by: ["accountId"], where: { accountId: { in: managed } }, _count: true }),
  ]);
  const figures = open.map(({ account: { id } }): [string, AccountFigures] => {
    const mine = cycles.filter(({ accountId }) => accountId === id);
    const times = mine.map(({ _max }) => _max.updatedAt?.getTime() ?? 0);
    return [
      id,
      {
        cycles: mine.reduce((sum, { _count }) => sum + _count, 0),
        active: mine.find(({ status }) => status === "Active")?._count ?? 0,
        lastAt: times.length > 0 ? new Date(Math.max(...times)) : undefined,
        users: managed.includes(id)
          ? (members.find(({ accountId }) => accountId === id)?._count ?? 0)
          : undefined,
      },
    ];
  });
  return new Map(figures);
}
