import type { KnownBlock } from "@slack/types";
import { type DashboardSection, dashboardWords } from "../../core/reports/dashboard-words.ts";
import { loadDashboard } from "../../core/reports/load-dashboard.ts";
import type { Command } from "../command.ts";
import { plain } from "../plain-text.ts";

export const dashboard: Command = {
  name: "dashboard",
  area: "Everyone",
  summary:
    "how many Accounts, users, invitations, deployments, cycles and requests there are, and how that changes",
  usage: [""],
  example: "",

  async run({ context, say }) {
    const sections = dashboardWords(await loadDashboard(await context()));
    await say(sections.map(markup).join("\n"), blocks(sections));
  },
};

const markup = ({ title, lines }: DashboardSection) =>
  [`*${title}*`, ...lines.map((line) => `• ${line}`)].join("\n");

function blocks(sections: DashboardSection[]): KnownBlock[] {
  return [
    { type: "header", text: plain("Dashboard") },
    ...sections.map((section): KnownBlock => ({
      type: "section",
      text: { type: "mrkdwn", text: markup(section) },
    })),
  ];
}
