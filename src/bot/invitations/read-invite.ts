import { entryFault, isAdministratorWord, readAddressLine } from "../../core/invitations/read-addresses.ts";
import { shorten } from "../../core/kernel/text/mrkdwn.ts";
import { type LineArg, looksLikeAddress, prepositions, readLine, type Reading } from "../slack/read-line.ts";
import { isWord, tidy, type Word } from "../slack/words.ts";

/** Whether it says Administrator; undefined where it is no level. */
export const levelWord = (text: string): boolean | undefined => isAdministratorWord(tidy(text));

/** One address in any of its forms, or several. */
const looksLikeAddresses = (text: string): boolean =>
  looksLikeAddress(text) ||
  /@.*@/u.test(text) ||
  (text.includes("@") && readAddressLine(text).every((entry) => !entryFault(entry)));

const args: LineArg[] = [
  { name: "email", fits: looksLikeAddresses, tells: looksLikeAddresses, many: true },
  { name: "account", keyword: "to", first: true, also: prepositions, many: true },
  { name: "level", keyword: "as", optional: true, fits: (text) => levelWord(text) !== undefined },
];

/** Reads `<e-mail>, <e-mail> … to <account> [as admin] [with sub-accounts]`, for its form. */
export function readInvite(words: Word[]): Reading {
  const { withSubAccounts, rest } = takeSubAccounts(withoutLabels(words));
  const { typed, doubts } = readLine(args, rest);
  const { account = "" } = typed;
  const [denied] = /\s+(?:not|never|no longer)$/iu.exec(account) ?? [];
  if (denied && typed["level"] !== undefined) {
    doubts.push(
      `I read “${tidy(denied)} as ${typed["level"]}” as access without administrator rights. Check it, and send it from here.`,
    );
    typed["account"] = account.slice(0, -denied.length);
    delete typed["level"];
  }
  const { level } = typed;
  const email = (typed["email"] ?? "")
    .replace(/^"([^"]*)"$/u, "$1")
    .replace(/(@\S+)\s+(?:and|und|et|y|&|\+)\s+/giu, "$1, ")
    .replace(/[,;]+$/u, "");
  const read: Record<string, string> = {
    ...typed,
    ...(email && { email }),
    ...(withSubAccounts && { subAccounts: "yes" }),
  };
  if (email && !looksLikeAddresses(email))
    doubts.push(`“${shorten(faultyIn(email), 60)}” is not an e-mail address.`);
  if (level !== undefined && levelWord(level) === undefined) doubts.push(noLevel(level));
  if (!isList(email)) return { typed: read, doubts };
  delete read["email"];
  return { typed: { ...read, addresses: email }, doubts };
}

/** Without what a mail's head says before its addresses: “From:”, “Cc:”, and “To:” where an address follows. */
function withoutLabels(words: Word[]): Word[] {
  return words.filter(({ text, quoted }, at) => {
    const label = quoted
      ? undefined
      : /^(from|to|cc|bcc|von|an|de|para|à):$/iu.exec(text)?.[1]?.toLowerCase();
    return label === undefined || (label === "to" && !words[at + 1]?.text.includes("@"));
  });
}

const faultyIn = (text: string): string =>
  readAddressLine(text).find((entry) => entryFault(entry))?.address || text;

const noLevel = (typed: string): string =>
  `“${shorten(typed, 60)}” is not a level: write “as admin” or “as access”, or put an Account with “as” in its name in quotes.`;

const isList = (typed: string): boolean =>
  /@.*@/u.test(typed) || (typed.includes("@") && /[,;]/u.test(typed));

function takeSubAccounts(words: Word[]): { withSubAccounts: boolean; rest: Word[] } {
  const at = words.findLastIndex((word) => isWord(word, "with"));
  const [first, ...after] = words.slice(at + 1);
  const meant = at !== -1 && first && !first.quoted && /^sub-?accounts[.,;:!?…]*$/iu.test(first.text);
  return meant
    ? { withSubAccounts: true, rest: [...words.slice(0, at), ...after] }
    : { withSubAccounts: false, rest: words };
}
