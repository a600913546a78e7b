import type { Command, Form, Shown } from "../slack/command.ts";
import { contextBlock, plain, section } from "../slack/reopened-view.ts";
import type { KnownBlock } from "@slack/types";
import type { ConsoleUserActor, Context } from "../../core/context.ts";
import {
  type Dashboard,
  dashboardFooter,
  dashboardRows,
  type DashboardSection,
  dashboardWords,
  loadDashboard,
} from "../../core/reports/load-dashboard.ts";
import { type Weekly, weeklyCounts, weeklyWords } from "../../core/reports/weekly-counts.ts";
import type { Said } from "../slack/listing.ts";
import { tableBlock } from "../slack/table.ts";

/** What its sections count by the week, in their order. */
const weeklies: Weekly[] = ["accounts", "users", "invitations", "deployments", "failures"];

interface Loaded {
  dashboard: Dashboard;
  /** Of each section, oldest first, as a chart and as its numbers. */
  weeks: string[];
}

async function load(ctx: Context<ConsoleUserActor>): Promise<Loaded> {
  const [loaded, weeks] = await Promise.all([
    loadDashboard(ctx),
    Promise.all(weeklies.map((what) => weeklyCounts(ctx, what))),
  ]);
  return { dashboard: loaded, weeks: weeks.map(weeklyWords) };
}

/** The dashboard as it is now. Nothing in it was typed by anybody. */
async function showDashboard(ctx: Context<ConsoleUserActor>): Promise<Shown> {
  return inText(await load(ctx));
}

const title: KnownBlock = { type: "header", text: plain("Dashboard") };

function inText({ dashboard: loaded, weeks }: Loaded): Shown {
  const sections = dashboardWords(loaded).map((one, at) => markup(one, weeks[at] ?? ""));
  return { text: sections.join("\n"), blocks: [title, ...sections.map(section)] };
}

const markup = ({ title: name, lines }: DashboardSection, weeks: string) =>
  [`*${name}*`, ...[...lines, `last 8 weeks: ${weeks}`].map((line) => `• ${line}`)].join("\n");

/** As a table, which Slack takes in messages alone. */
function inMessage(loaded: Loaded): Said {
  const text = inText(loaded);
  const columns = ["What", "Now", "Last 7 days", "Last 30 days", "By the week, 8 weeks"];
  const rows = dashboardRows(loaded.dashboard).map((row, at) => [...row, loaded.weeks[at] ?? ""]);
  const table = tableBlock("Dashboard", { columns, rows });
  if (!table) return text;
  const footer = contextBlock(
    `${dashboardFooter(loaded.dashboard)}. In brackets: compared with as many days before.`,
  );
  return { text: text.text, blocks: [title, table, footer], otherwise: async () => text };
}

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
    const { text, blocks, otherwise } = inMessage(await load(await context()));
    await say(text, blocks, otherwise);
  },
};
