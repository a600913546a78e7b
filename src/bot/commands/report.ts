import { DomainError } from "../../core/errors.ts";
import { exportedWords, exportReport } from "../../core/reports/export-report.ts";
import { findReport, reports } from "../../core/reports/reports.ts";
import { shorten } from "../../core/chat/mrkdwn.ts";
import type { Command } from "../command.ts";
import { listBlocks, listText } from "../listing.ts";
import { takeOption } from "../phrase.ts";
import { reportListing } from "../report-listing.ts";
import type { Word } from "../words.ts";

const names = reports.map(({ name }) => name).join("|");

export const report: Command = {
  name: "report",
  area: "Everyone",
  summary: "users per Account, stale invitations, activity, deployments; on screen or as a file",
  usage: [`[${names}]`, `[${names}] --export csv`],
  example: "invitations",

  async run({ words, context, say }) {
    const { name, asFile } = readReport(words);
    const asked = findReport(name);
    const ctx = await context();
    if (asFile) {
      const exported = await exportReport(ctx, asked);
      return say(`Sent to you as a file, in the direct messages of this app: ${exportedWords(exported)}`);
    }
    const page = await reportListing.load(ctx, [asked.name], undefined);
    await say(listText(page), listBlocks(reportListing, [asked.name], page));
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
