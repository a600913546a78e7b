import { escapeMrkdwn, shorten } from "../core/chat/mrkdwn.ts";
import { findReport, reports } from "../core/reports/reports.ts";
import { type Listing, rowsAtOnce } from "./listing.ts";

/** A report, page by page; its one argument is the report's name. */
export const reportListing: Listing = {
  name: "report",

  search: ([report = ""]) => ({ form: "report", label: "Choose a report…", typed: { report } }),

  async load(ctx, [name = ""], after) {
    const report = findReport(name);
    const { rows, next } = await report.page(ctx, after, rowsAtOnce);
    const others = reports.filter((one) => one !== report).map((one) => `\`/cyclr report ${one.name}\``);
    return {
      title: report.title,
      rows: rows.map(({ words }) => `• ${escapeMrkdwn(shorten(words, 1000))}`),
      none: report.none,
      next,
      hint: `\`/cyclr report ${report.name} --export csv\` sends all of it to you as a file. See also ${others.join(" and ")}.`,
    };
  },
};
