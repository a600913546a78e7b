import type { KnownBlock } from "@slack/types";
import type { ConsoleUserActor, Context } from "../core/context.ts";
import { type DashboardSection, dashboardWords } from "../core/reports/dashboard-words.ts";
import { loadDashboard } from "../core/reports/load-dashboard.ts";
import type { Shown } from "./form.ts";
import { plain } from "./plain-text.ts";
import { section } from "./section.ts";

/** The dashboard as it is now. Nothing in it was typed by anybody. */
export async function showDashboard(ctx: Context<ConsoleUserActor>): Promise<Shown> {
  const sections = dashboardWords(await loadDashboard(ctx)).map(markup);
  const title: KnownBlock = { type: "header", text: plain("Dashboard") };
  return { text: sections.join("\n"), blocks: [title, ...sections.map(section)] };
}

const markup = ({ title, lines }: DashboardSection) =>
  [`*${title}*`, ...lines.map((line) => `• ${line}`)].join("\n");
