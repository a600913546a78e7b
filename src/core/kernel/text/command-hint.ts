import { momentMark, momentWords, writeMoments } from "./moment-words.ts";

/** What people type in Slack to reach this program; the app's manifest names it. */
export const slash = "/cyclr";

/** The commands that the domain's sentences send people to; a test holds them against the bot's table. */
export const hintedCommands = [
  "account-settings",
  "add-accounts",
  "admins",
  "api-clients",
  "audit",
  "console-users",
  "dashboard",
  "delete-account",
  "delete-user",
  "drift",
  "freeze-console-user",
  "grant-admin",
  "help",
  "invitations",
  "invite",
  "invite-console-user",
  "invite-results",
  "marketplace",
  "marketplaces",
  "permissions",
  "remove-console-user",
  "remove-user",
  "report",
  "reset-password",
  "resume",
  "revoke-admin",
  "revoke-invitation",
  "settings",
  "suspend",
  "unfreeze-console-user",
  "user",
  "whoami",
  "why",
] as const;

export type HintedCommand = (typeof hintedCommands)[number];

/**
 * Stands for the slash command in a sentence of the domain, also where that is kept in a row. Unicode keeps this code point
 * for use inside a program, so that nobody loses a letter where it is dropped from what comes in.
 */
const mark = "\uFDD0";

/** Refers to a command, or to the slash command alone; what it takes is written behind it. */
export const hint = (command?: HintedCommand): string => (command ? `${mark} ${command}` : mark);

/** The commands alone; its moments are written afterwards. */
export const resolveCommands = (text: string): string => text.replaceAll(mark, slash);

/**
 * A sentence as people in this zone read it; UTC where nobody's is known. Each surface does this where its text goes out,
 * before it is measured; Slack's markup has its own way with moments, in `escapeMrkdwn`.
 */
export const resolveHints = (text: string, timeZone?: string): string =>
  writeMoments(resolveCommands(text), (time) => momentWords(time, timeZone));

/** The same for what programs read: the API, files and the log. */
export const resolveForPrograms = (text: string): string =>
  writeMoments(resolveCommands(text), (time) => time.toISOString());

const marks = new RegExp(`[${mark}${momentMark}]`, "gu");

/** What somebody typed, in which nothing passes for a hint or a moment of ours. */
export const withoutHints = (text: string): string => text.replace(marks, "");

/** The same with every text in a delivery of Slack's, in its place. */
export function dropHints(delivery: object): void {
  const fields = delivery as Record<string, unknown>;
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === "string") fields[name] = withoutHints(value);
    else if (typeof value === "object" && value !== null) dropHints(value);
  }
}
