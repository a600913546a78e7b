import { exportedWords, exportReport } from "../../core/reports/export-report.ts";
import { findReport, reports } from "../../core/reports/reports.ts";
import { weeklyCounts, weeklyWords } from "../../core/reports/weekly-counts.ts";
import { shorten, escapeMrkdwn } from "../../core/kernel/text/mrkdwn.ts";
import type { Command } from "../slack/command.ts";
import { contextBlock } from "../slack/reopened-view.ts";
import { unexpected } from "../slack/read-line.ts";
import { isWord, textOf, tidy, type Word } from "../slack/words.ts";
import { sentAsFile, asksForFile, deliveryField, selectField } from "../slack/fields.ts";
import type { Cell } from "../slack/table.ts";
import { takeOption } from "../slack/options.ts";
import { sayListing, type Listing, rowsAtOnce, firstPage, listingForm, textIn } from "../slack/listing.ts";

/** A report, page by page; its one argument is the report's name. */
export const reportListing: Listing = {
  name: "report",

  search: ([report = ""]) => ({ form: "report", label: "Choose a report…", typed: { report } }),

  async load(ctx, [name = ""], after, take = rowsAtOnce) {
    const report = findReport(name);
    const [{ rows, next }, weekly] = await Promise.all([
      report.page(ctx, after, take),
      after === undefined && report.weekly ? weeklyCounts(ctx, report.weekly.what) : undefined,
    ]);
    const others = reports.filter((one) => one !== report).map((one) => `\`/cyclr report ${one.name}\``);
    return {
      title: report.title,
      rows: rows.map(({ words }) => `• ${escapeMrkdwn(shorten(words, 1000))}`),
      table: { columns: report.columns, rows: rows.map(({ cells }) => cells.map(cellOf)) },
      none: report.none,
      next,
      ...(weekly && {
        more: [contextBlock(`${report.weekly?.words}: ${weeklyWords(weekly)} (8 weeks, the latest last)`)],
      }),
      hint: `\`/cyclr report ${report.name} --export csv\` sends all of it to you as a file. See also ${others.join(" and ")}.`,
    };
  },
};

const iso = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/u;

/** Files have moments as programs read them. */
function cellOf(cell: string | number): Cell {
  return typeof cell === "string" && iso.test(cell) ? new Date(cell) : cell;
}

const reportForm = listingForm({
  name: "report",
  title: "Reports",
  button: "Show",
  fields: (_ctx, { report = "users" }) => [
    selectField({
      id: "report",
      label: "Report",
      choices: reports.map(({ name, title, about }) => ({ value: name, text: title, description: about })),
      chosen: report,
    }),
    deliveryField(),
  ],
  async show(ctx, values) {
    const report = findReport(textIn(values, "report"));
    if (asksForFile(values)) return sentAsFile(exportedWords(await exportReport(ctx, report)));
    return firstPage(ctx, reportListing, [report.name]);
  },
});

const names = reports.map(({ name }) => name).join("|");

export const report: Command = {
  name: "report",
  area: "Everyone",
  summary: "users per Account, stale invitations, activity, deployments; on screen or as a file",
  usage: [`[${names}]`, `[${names}] --export csv`],
  example: "invitations",
  options: ["--export"],
  forms: [reportForm],
  read: ([first]) => ({ typed: { report: first?.text.toLowerCase() ?? "users" }, doubts: [] }),

  async run({ words, context, say }) {
    const { name, asFile } = readReport(words);
    const asked = findReport(name);
    const ctx = await context();
    if (asFile) {
      const exported = await exportReport(ctx, asked);
      return say(sentAsFile(exportedWords(exported)));
    }
    await sayListing({ context, say }, reportListing, [asked.name]);
  },
};

/** `[name] [--export [csv]]`; without a name the first report. Throws invalid at a word that is too many. */
function readReport(words: Word[]): { name: string; asFile: boolean } {
  const { given: asFile, rest } = takeOption(words, "--export");
  const named = tidy(textOf(rest.filter((word) => !asFile || !isWord(word, "csv"))));
  const [name = "", ...extra] = named.split(" ");
  if (extra.length > 0) throw unexpected(extra.join(" "));
  return { name: name.toLowerCase() || "users", asFile };
}
