import type { Command, Form, Shown } from "../slack/command.ts";
import { plain, section } from "../slack/reopened-view.ts";
import type { KnownBlock } from "@slack/types";
import type { ConsoleUserActor, Context } from "../../core/context.ts";
import { type DashboardSection, dashboardWords, loadDashboard } from "../../core/reports/load-dashboard.ts";

/** The dashboard as it is now. Nothing in it was typed by anybody. */
async function showDashboard(ctx: Context<ConsoleUserActor>): Promise<Shown> {
  const sections = dashboardWords(await loadDashboard(ctx)).map(markup);
  const title: KnownBlock = { type: "header", text: plain("Dashboard") };
  return { text: sections.join("\n"), blocks: [title, ...sections.map(section)] };
}

const markup = ({ title, lines }: DashboardSection) =>
  [`*${title}*`, ...lines.map((line) => `• ${line}`)].join("\n");

/** Has nothing to fill in: it shows the same as the command, and what it shows can be brought up to date. */
const form: Form = {
  name: "dashboard",
  title: "Dashboard",
  view: async (ctx) => ({ submit: plain("Refresh"), blocks: (await showDashboard(ctx)).blocks.slice(1) }),
  async submit(ctx) {
    const { text, blocks } = await showDashboard(ctx);
    return { text, blocks: blocks.slice(1), instead: true };
  },
};

export const dashboard: Command = {
  name: "dashboard",
  area: "Everyone",
  summary:
    "the numbers of Accounts, users, invitations, deployments, cycles and requests, and how they change",
  usage: [""],
  example: "",
  forms: [form],

  async run({ context, say }) {
    const { text, blocks } = await showDashboard(await context());
    await say(text, blocks);
  },
};
