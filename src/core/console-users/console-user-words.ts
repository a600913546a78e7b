import type { ConsoleUser } from "../generated/prisma/client.ts";
import { accessOf } from "./access.ts";
import type { AddedConsoleUser } from "./add-console-user.ts";
import { nameOf } from "./console-user-name.ts";
import { accessWords } from "./permission-words.ts";

/** What became of adding somebody, and which access they have now. */
export function addedSentence(outcome: AddedConsoleUser["outcome"], user: ConsoleUser): string {
  const sentences = {
    created: "is a Console User now.",
    restored: "had been removed and is a Console User again.",
    changed: "was a Console User already and has been changed.",
    unchanged: "is a Console User already; nothing has changed.",
  };
  return `${described(user)} ${sentences[outcome]} Access: ${accessWords(accessOf(user))}.`;
}

/** One line of a list: who, what they may do, and whether Slack knows them. */
export function consoleUserLine(user: ConsoleUser): string {
  const linked = user.chatUserId ? `linked to ${user.chatUserId}` : "not linked to Slack yet";
  return `${described(user)} · ${accessWords(accessOf(user))} · ${linked}`;
}

/** A Console User as people recognise one: the name, with the e-mail. */
export function consoleUserLabel(user: Pick<ConsoleUser, "firstName" | "lastName" | "email">): string {
  const name = nameOf(user);
  return name === user.email ? user.email : `${name} (${user.email})`;
}

function described(user: ConsoleUser): string {
  const name = nameOf(user);
  return name === user.email ? user.email : `${name} <${user.email}>`;
}
