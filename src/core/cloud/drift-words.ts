import type { CloudDrift, Prisma } from "../generated/prisma/client.ts";
import { accountLabel } from "../kernel/names/account-name.ts";
import { isolate } from "../kernel/text/isolate.ts";
import { shorten } from "../kernel/text/mrkdwn.ts";
import type { DriftKind } from "./drift-kinds.ts";

export const driftParts = { account: true } as const satisfies Prisma.CloudDriftInclude;
export type DriftRow = Prisma.CloudDriftGetPayload<{ include: typeof driftParts }>;

export type Decision = "adopt" | "push" | "ignore";

/** What is called what it is in a table. */
export const driftTitles: Record<DriftKind, string> = {
  "list-shrank": "The list shrank",
  "account-new": "New Account in Cyclr",
  "account-gone": "Account gone in Cyclr",
  "account-renamed": "Another name",
  "account-moved": "Another API ID in Cyclr",
  "member-new": "User in Cyclr alone",
  "member-gone": "User here alone",
};

const quoted = (text: string) => `“${isolate(shorten(text, 150))}”`;

/** The Account that it is about, as people know it. */
export const driftAccount = ({ account, there, cloudId }: DriftRow): string =>
  account ? accountLabel(account) : `${shorten(there, 150)} (${shorten(cloudId, 150)})`;

/** One difference as a sentence. */
export function driftWords(row: DriftRow): string {
  const { kind, here, there, userName } = row;
  const label = isolate(driftAccount(row));
  switch (kind as DriftKind) {
    case "list-shrank":
      return `${there} of ${here} Accounts are no longer in Cyclr's list: nothing is compared until somebody says that it is so.`;
    case "account-new":
      return `${label} is in Cyclr and not here.`;
    case "account-gone":
      return `${label} is here and no longer in Cyclr.`;
    case "account-renamed":
      return `${label} is called ${quoted(here)} here and ${quoted(there)} in Cyclr.`;
    case "account-moved":
      return `${label} had the API ID ${quoted(here)} in Cyclr and has ${quoted(there)} now.`;
    case "member-new":
      return `${quoted(userName)} is a user of ${label} in Cyclr and not here.`;
    case "member-gone":
      return `${quoted(userName)} is a user of ${label} here and not in Cyclr.`;
  }
}

/** What can be decided of a difference. What has no call of Cyclr's API, and what would delete an unknown Account, cannot be pushed. */
export const decisionsFor: Record<DriftKind, Decision[]> = {
  "list-shrank": ["adopt"],
  "account-new": ["adopt", "ignore"],
  "account-gone": ["adopt", "push", "ignore"],
  "account-renamed": ["adopt", "push", "ignore"],
  "account-moved": ["adopt", "ignore"],
  "member-new": ["adopt", "push", "ignore"],
  "member-gone": ["adopt", "ignore"],
};

/** Why the rest cannot. */
export const whyNot: Partial<Record<`${DriftKind} ${Decision}`, string>> = {
  "list-shrank push": "It can only be said that it is so.",
  "list-shrank ignore": "It can only be said that it is so. If it is not, the comparison waits.",
  "account-new push":
    "An Account that is not known here is not deleted in Cyclr from here. Adopt it and delete it then, or delete it in your Partner Console.",
  "account-moved push":
    "Cyclr's API has no call that gives an Account its old API ID back. Do it in your Partner Console: Accounts > Account Management.",
  "member-gone push":
    "Cyclr's API has no call that makes somebody a user again without their password. Do it in your Partner Console: Accounts > Account Management > Users of the Account.",
};

/** What a decision comes to, a sentence each. */
export function decisionWords(row: DriftRow, how: Decision): string[] {
  if (how === "ignore") return ["It is told no more. Nothing changes, here or in Cyclr."];
  const { there, here, userName } = row;
  const label = isolate(driftAccount(row));
  const words: Partial<Record<`${DriftKind} ${Decision}`, string[]>> = {
    "list-shrank adopt": [
      "The comparison goes on. What is missing is told as differences. Nothing is deleted by that.",
    ],
    "account-new adopt": [`${label} is taken over from Cyclr. Nothing changes there.`],
    "account-renamed adopt": [`${label} is called ${quoted(there)} here too.`],
    "account-renamed push": [`${label} is called ${quoted(here)} in Cyclr too.`],
    "account-moved adopt": [
      `${label} is found in Cyclr as ${quoted(there)} from now on. Its API ID here stays as it is.`,
    ],
    "account-gone push": [`${label} is created in Cyclr again, with its name and API ID.`],
    "member-new adopt": [`${quoted(userName)} becomes a user of ${label} here, with the level Access.`],
    "member-new push": [`${quoted(userName)} is removed from ${label} in Cyclr.`],
  };
  return words[`${row.kind as DriftKind} ${how}`] ?? [];
}

/** Of the row: whether it was decided or has vanished. */
export const isSettled = ({ goneAt, settledAt }: CloudDrift): boolean =>
  goneAt !== null || settledAt !== null;
