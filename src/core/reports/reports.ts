import { DomainError } from "../errors.ts";
import { shorten } from "../chat/mrkdwn.ts";
import { activityReport } from "./activity-report.ts";
import { deploymentsReport } from "./deployments-report.ts";
import { invitationsReport } from "./invitations-report.ts";
import type { Report } from "./report.ts";
import { usersReport } from "./users-report.ts";

/** Every report there is. */
export const reports: Report[] = [usersReport, invitationsReport, activityReport, deploymentsReport];

/** Throws invalid, naming the reports. */
export function findReport(name: string): Report {
  const report = reports.find((one) => one.name === name.trim().toLowerCase());
  if (report) return report;
  const names = reports.map((one) => one.name).join(", ");
  throw new DomainError("invalid", `“${shorten(name, 60)}” is no report. There are: ${names}.`, "report");
}
