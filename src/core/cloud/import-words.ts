import { counted } from "../kernel/text/counted.ts";
import type { ImportProgress, ImportSummary } from "./import-cloud.ts";

/** One line while an import goes on. */
export function progressWords({ summary, pages, toRead }: ImportProgress): string {
  if (toRead === undefined)
    return `Listed ${counted(summary.listed, "Account")}${pages === undefined ? "" : `, of ${counted(pages, "page")}`}.`;
  return `Read ${counted(summary.read, "Account")} of ${toRead.toLocaleString("en-GB")}: ${counted(summary.memberships, "membership")} new.`;
}

/** What an import has come to, a line each. */
export function summaryWords(summary: ImportSummary): string[] {
  const { accounts, users } = summary;
  return [
    ...(summary.resumedFrom
      ? ["This went on with an import that had not finished. It counts what was done since."]
      : []),
    `Accounts: ${accounts.added} new, ${accounts.paired} were here under the same API ID, ${summary.listed} in the list.`,
    `Sub-accounts: ${summary.subAccounts} put under their parent.`,
    `Users: ${users.added} new, ${users.paired} were here under the same user ID.`,
    `Memberships: ${summary.memberships} new, each with the level Access.`,
    ...listed(
      summary.renamed,
      "are called otherwise here, since another has the name or it cannot be written in a command",
      ({ theirs, own }) => `“${shown(theirs)}” is ${own}`,
    ),
    ...listed(
      summary.differing,
      "have another name in Cyclr than here; nothing was changed",
      (label) => label,
    ),
    ...listed(summary.gone, "are here and no longer in Cyclr's list; nothing was deleted", (label) => label),
    ...listed(summary.refused, "were left out: their id is too long, or holds what no database keeps", shown),
    ...listed(summary.failed, "could not be read", (line) => line),
  ];
}

function listed<Item>(
  { count, first }: { count: number; first: Item[] },
  what: string,
  words: (item: Item) => string,
): string[] {
  if (count === 0) return [];
  const more = count - first.length;
  return [
    `${count.toLocaleString("en-GB")} ${what}:`,
    ...first.map((item) => `  ${words(item)}`),
    ...(more > 0 ? [`  … and ${more.toLocaleString("en-GB")} more`] : []),
  ];
}

/** On a terminal, whatever it holds. */
const shown = (theirs: string): string => theirs.replace(/[\p{Cc}\p{Cf}]+/gu, "�");
