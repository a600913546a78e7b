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
  const access = `Access: ${accessWords(accessOf(user))}.`;
  return `${described(user)} ${sentences[outcome]} ${access}${user.frozenAt ? ` ${stillFrozen}` : ""}`;
}

const stillFrozen =
  "But this Console User is frozen, and may use none of it: unfreeze them in Slack, or remove and add them here.";

/** What somebody is told who is frozen; who can help is said besides. */
export const frozenWords = "Your Console User is frozen, so nothing works for you here.";

/** One line of a list: who, what they may do, and whether Slack knows them. */
export function consoleUserLine(user: ConsoleUser): string {
  const linked = user.chatUserId ? `linked to ${user.chatUserId}` : "not linked to Slack yet";
  const frozen = user.frozenAt ? "FROZEN · " : "";
  return `${described(user)} · ${frozen}${accessWords(accessOf(user))} · ${linked}`;
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
