import { type Count, countWords } from "./count.ts";
import type { Dashboard } from "./load-dashboard.ts";
import { type Trend, trendWords } from "./trend.ts";

export interface DashboardSection {
  title: string;
  lines: string[];
}

/** The dashboard in plain words; nothing in it was typed by anybody. */
export function dashboardWords(dashboard: Dashboard): DashboardSection[] {
  const { accounts, users, invitations, deployments, cycles, requests } = dashboard;
  return [
    section("Accounts", `${countWords(accounts.count)} in all`, accounts.trends, "new"),
    section("Users", `${countWords(users.count)} in all`, users.trends, "new"),
    section("Invitations", `${countWords(invitations.open)} open`, invitations.sent, "sent", [
      sinceWords(invitations.accepted, invitations.expired),
    ]),
    section(
      "Marketplace deployments",
      `${countWords(deployments.count)} in all`,
      deployments.trends,
      "made",
      [`cycles: ${countWords(cycles.active)} active, ${countWords(cycles.paused)} paused`],
    ),
    section("Requests", `${countWords(requests.waiting)} waiting`, requests.failed, "failed"),
  ];
}

function section(
  title: string,
  now: string,
  trends: Trend[],
  what: string,
  more: string[] = [],
): DashboardSection {
  return { title, lines: [now, ...trends.map((trend) => trendWords(trend, what)), ...more] };
}

function sinceWords(accepted: Count, expired: Count): string {
  return `of those sent in the last 30 days: ${countWords(accepted)} accepted, ${countWords(expired)} expired`;
}
