import { DomainError } from "../../core/errors.ts";
import { exportedWords, exportReport } from "../../core/reports/export-report.ts";
import { findReport, reports } from "../../core/reports/reports.ts";
import { shorten } from "../../core/chat/mrkdwn.ts";
import type { Command } from "../command.ts";
import { sentAsFile } from "../delivery-field.ts";
import { takeOption } from "../phrase.ts";
import { reportListing } from "../report-listing.ts";
import { sayListing } from "../say-listing.ts";
import type { Word } from "../words.ts";
import { reportForm } from "./report-form.ts";

const names = reports.map(({ name }) => name).join("|");

export const report: Command = {
  name: "report",
  area: "Everyone",
  summary: "users per Account, stale invitations, activity, deployments; on screen or as a file",
  usage: [`[${names}]`, `[${names}] --export csv`],
  example: "invitations",
  forms: [reportForm],

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
  const named = rest.map(({ text }) => text).filter((text) => !asFile || text.toLowerCase() !== "csv");
  const [name = "users", extra] = named;
  if (extra !== undefined)
    throw new DomainError("invalid", `“${shorten(extra, 60)}” is a word too many here.`);
  return { name, asFile };
}
