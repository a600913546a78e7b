import type { Context } from "../context.ts";
import type { AuditAction } from "../kernel/audit/audit-actions.ts";
import { after, days } from "../kernel/time/clock.ts";
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
  /** What was done to its cycles and connectors in each of the last eight weeks, oldest first. */
  changes: number[];
}

/** By the Accounts' ids, for those that are open to whoever asks. */
export async function accountFigures(
  { db, clock }: Pick<Context, "db" | "clock">,
  rows: UserAccount[],
): Promise<Map<string, AccountFigures>> {
  const open = rows.filter(({ account, suspendedAt }) => !account.suspendedAt && !suspendedAt);
  const managed = open.filter(({ level }) => level === "Administrator").map(({ account }) => account.id);
  const ids = open.map(({ account }) => account.id);
  const [cycles, members, changes] = await Promise.all([
    db.cycle.groupBy({
      by: ["accountId", "status"],
      where: { accountId: { in: ids } },
      _count: true,
      _max: { updatedAt: true },
    }),
    db.membership.groupBy({ by: ["accountId"], where: { accountId: { in: managed } }, _count: true }),
    weeklyChanges({ db, clock }, ids),
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
        changes: changes.get(id) ?? noChanges,
      },
    ];
  });
  return new Map(figures);
}

const weeks = 8;
const noChanges: number[] = Array.from({ length: weeks }, () => 0);

/** What everybody with the Account sees the outcome of. */
const changing: AuditAction[] = [
  "connector-installed",
  "connector-authenticated",
  "connector-deauthenticated",
  "connector-changed",
  "connector-removed",
  "template-installed",
  "cycle-created",
  "cycle-adjusted",
  "cycle-started",
  "cycle-stopped",
  "cycle-deleted",
];

async function weeklyChanges(
  { db, clock }: Pick<Context, "db" | "clock">,
  accountIds: string[],
): Promise<Map<string, number[]>> {
  const from = after(clock(), -days(7 * weeks));
  const counted = await db.$queryRaw<{ accountId: string; week: number; count: number }[]>`
    SELECT "accountId", least(${weeks - 1}, floor(extract(epoch FROM "at" - ${from}::timestamptz) / ${days(7) / 1_000}))::int AS "week",
      count(*)::int AS "count"
    FROM "AuditEvent"
    WHERE "accountId" = ANY(${accountIds}::uuid[]) AND "action" = ANY(${changing}) AND "at" >= ${from}::timestamptz
      AND "id" >= (SELECT "id" FROM "AuditEvent" WHERE "at" >= ${from}::timestamptz ORDER BY "at" LIMIT 1)
    GROUP BY 1, 2`;
  const found = new Map<string, number[]>();
  for (const { accountId, week, count } of counted) {
    const list = found.get(accountId) ?? [...noChanges];
    list[week] = count;
    found.set(accountId, list);
  }
  return found;
}
