import { counted } from "../kernel/text/counted.ts";
import { isolate } from "../kernel/text/isolate.ts";
import { moment } from "../kernel/text/moment-words.ts";
import { accountLabel } from "../kernel/names/account-name.ts";
import type { AccountRow } from "./page-of-accounts.ts";
import type { AccountDetails } from "./look-up-account.ts";
import { suspensionWords } from "../kernel/levels/suspension.ts";
import { oneLine } from "../kernel/text/one-line.ts";

/** One Account among others, in plain text. */
export function accountRowWords({ account, parent, users }: AccountRow): string {
  return [
    isolate(accountLabel(account)),
    counted(users, "user"),
    parent ? `sub-account of ${isolate(accountLabel(parent))}` : "",
    isolate(suspensionWords(account)),
  ]
    .filter(Boolean)
    .join(" · ");
}

/** One Account, line by line, in plain text. */
export function accountDetailWords(details: AccountDetails): string[] {
  const { account, parent, openInvitations, deployments } = details;
  return [
    `Name: ${isolate(account.name)}`,
    `API ID: ${account.apiId}`,
    account.suspendedAt ? `⚠ ${isolate(capital(suspensionWords(account)))}` : "",
    account.sensitiveBecause ? `⚠ Sensitive: ${isolate(oneLine(account.sensitiveBecause))}` : "",
    account.description ? `Description: ${isolate(account.description)}` : "",
    parent ? `Parent: ${isolate(accountLabel(parent))}` : "",
    subAccountWords(details),
    userWords(details),
    administratorWords(details),
    openInvitations > 0 ? `Pending invitations: ${openInvitations}` : "No pending invitation",
    cycleWords(details),
    deployments > 0 ? `Marketplace deployments: ${deployments.toLocaleString("en-GB")}` : "",
    timeZoneWords(details),
    `Created: ${moment(account.createdAt)}`,
  ].filter(Boolean);
}

function timeZoneWords({ account, parent, timeZone }: AccountDetails): string {
  if (account.timeZone) return `Time zone: ${timeZone}`;
  return `Time zone: ${timeZone} (${parent?.timeZone ? "its parent’s" : "the Partner’s"})`;
}

function subAccountWords({ subAccounts: { count, first } }: AccountDetails): string {
  if (count === 0) return "";
  const named = first.map((account) => isolate(accountLabel(account)));
  return `Sub-accounts: ${count} (${andMore(named, count)})`;
}

function userWords({ users: { count, suspended } }: AccountDetails): string {
  return `Users: ${count}${suspended > 0 ? `, ${suspended} of them suspended` : ""}`;
}

function administratorWords({ administrators: { count, first } }: AccountDetails): string {
  if (count === 0) return "Administrators: none";
  const named = first.map(({ username, suspended, until }) => {
    const facts = [until && `until ${moment(until)}`, suspended && "suspended"].filter(Boolean);
    return facts.length > 0 ? `${username} (${facts.join(", ")})` : username;
  });
  return `Administrators: ${count} (${andMore(named, count)})`;
}

function cycleWords({ cycles: { active, paused, named } }: AccountDetails): string {
  if (active + paused === 0) return "";
  const names = active > 0 ? ` (${andMore(named.map(isolate), active)})` : "";
  return `Cycles: ${active} active${names}, ${paused} paused`;
}

const andMore = (named: string[], count: number) =>
  [...named, ...(count > named.length ? ["…"] : [])].join(", ");

const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);
