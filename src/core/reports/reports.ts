import { DomainError } from "../kernel/errors.ts";
import { shorten } from "../kernel/text/mrkdwn.ts";
import { activityReport, type Report, type ReportRow } from "./export-report.ts";
import { invitationsReport } from "./invitations-report.ts";
import { levelsReport } from "./levels-report.ts";
import { usersReport } from "./users-report.ts";
import { accountLabel } from "../kernel/names/account-name.ts";
import { after, days } from "../kernel/time/clock.ts";
import type { App } from "../context.ts";
import type { Prisma } from "../generated/prisma/client.ts";
import { isolate } from "../kernel/text/isolate.ts";
import { moment } from "../kernel/text/moment-words.ts";
import { uuidFloor } from "../kernel/text/uuid.ts";

const include = {
  account: { select: { name: true, apiId: true } },
  marketplace: { select: { id: true, name: true } },
  user: { select: { username: true } },
} as const;
type Shown = Prisma.DeploymentGetPayload<{ include: typeof include }>;

const deploymentsReport: Report = {
  name: "deployments",
  title: "Marketplace deployments of the last 30 days",
  about: "which Marketplaces were deployed to which Accounts in the last 30 days, and by whom",
  none: "No Marketplace was deployed in the last 30 days.",
  weekly: { what: "deployments", words: "Deployments a week" },
  columns: ["Account", "API ID", "Marketplace", "Marketplace ID", "User", "Deployed"],

  async page(app, from, take) {
    const found = await oldestFirst(app, from, take + 1);
    const shown = found.slice(0, take);
    return { rows: shown.map(rowOf), next: found.length > take ? shown.at(-1)?.id : undefined };
  },
};

function oldestFirst({ db, clock }: App, from: string | undefined, take: number): Promise<Shown[]> {
  const since = uuidFloor(after(clock(), -days(30)));
  return db.deployment.findMany({
    where: { id: from ? { gt: from } : { gte: since } },
    orderBy: { id: "asc" },
    take,
    include,
  });
}

function rowOf({ account, marketplace, user, createdAt }: Shown): ReportRow {
  const by = user?.username ?? "a user that was deleted";
  return {
    words: `${isolate(accountLabel(account))} · ${isolate(marketplace.name)} · by ${by} · ${moment(createdAt)}`,
    cells: [
      account.name,
      account.apiId,
      marketplace.name,
      marketplace.id,
      user?.username ?? "",
      createdAt.toISOString(),
    ],
  };
}

/** Every report there is. */
export const reports: Report[] = [
  usersReport,
  invitationsReport,
  activityReport,
  deploymentsReport,
  levelsReport,
];

/** Throws invalid, naming the reports. */
export function findReport(name: string): Report {
  const report = reports.find((one) => one.name === name.trim().toLowerCase());
  if (report) return report;
  const names = reports.map((one) => one.name).join(", ");
  throw new DomainError("invalid", `“${shorten(name, 60)}” is no report. There are: ${names}.`, "report");
}
