import { z } from "zod";
import { accountLabel } from "../kernel/names/account-name.ts";
import { countUsers, type PagedAccount, pageOfAccounts } from "../accounts/page-of-accounts.ts";
import type { App } from "../context.ts";
import { counted } from "../kernel/text/counted.ts";
import { isolate } from "../kernel/text/isolate.ts";
import type { Report, ReportRow } from "./export-report.ts";

const place = z.tuple([z.string(), z.uuid()]);

export const usersReport: Report = {
  name: "users",
  title: "Users and Administrators per Account",
  about: "every Account by name, with how many users, Administrators and active cycles it has",
  none: "There is no Account yet.",
  weekly: { what: "users", words: "New users a week" },
  columns: [
    "Account",
    "API ID",
    "Parent API ID",
    "Suspended since",
    "Users",
    "Administrators",
    "Active cycles",
  ],

  async page(app, after, take) {
    const [nameKey, id] = after ? place.parse(JSON.parse(after)) : [];
    const from = nameKey !== undefined && id !== undefined ? { nameKey, id } : undefined;
    const found = await pageOfAccounts(app, { words: "", after: from, take: take + 1 });
    const shown = found.slice(0, take);
    const last = found.length > take ? shown.at(-1) : undefined;
    return {
      rows: await rowsOf(app, shown),
      next: last && JSON.stringify([last.nameKey, last.id]),
    };
  },
};

async function rowsOf(app: App, accounts: PagedAccount[]): Promise<ReportRow[]> {
  const ids = accounts.map(({ id }) => id);
  const [users, administrators, cycles] = await Promise.all([
    countUsers(app, ids),
    countAdministrators(app, ids),
    countActiveCycles(app, ids),
  ]);
  return accounts.map((account) =>
    rowOf(account, {
      users: users.get(account.id) ?? 0,
      administrators: administrators.get(account.id) ?? 0,
      cycles: cycles.get(account.id) ?? 0,
    }),
  );
}

function rowOf(
  account: PagedAccount,
  { users, administrators, cycles }: Record<"users" | "administrators" | "cycles", number>,
): ReportRow {
  const { name, apiId, parent, suspendedAt } = account;
  const counts = `${counted(users, "user")}, ${counted(administrators, "Administrator")}`;
  const running = cycles > 0 ? ` · ${counted(cycles, "active cycle")}` : "";
  return {
    words: `${isolate(accountLabel(account))} · ${counts}${running}${suspendedAt ? " · suspended" : ""}`,
    cells: [
      name,
      apiId,
      parent?.apiId ?? "",
      suspendedAt?.toISOString() ?? "",
      users,
      administrators,
      cycles,
    ],
  };
}

async function countActiveCycles({ db }: App, accountIds: string[]): Promise<Map<string, number>> {
  const counts = await db.cycle.groupBy({
    by: ["accountId"],
    where: { accountId: { in: accountIds }, status: "Active" },
    _count: true,
  });
  return new Map(counts.map(({ accountId, _count }) => [accountId, _count]));
}

async function countAdministrators({ db, clock }: App, accountIds: string[]): Promise<Map<string, number>> {
  const now = clock();
  const counts = await db.$queryRaw<{ accountId: string; count: number }[]>`
    SELECT m."accountId", count(DISTINCT m."id")::int AS "count"
    FROM "Membership" m JOIN "AdministratorGrant" g ON g."membershipId" = m."id"
    WHERE m."accountId" = ANY(${accountIds}::uuid[])
      AND g."startsAt" <= ${now} AND (g."endsAt" IS NULL OR g."endsAt" > ${now})
    GROUP BY m."accountId"`;
  return new Map(counts.map(({ accountId, count }) => [accountId, count]));
}
