import type { ConsoleUser } from "../generated/prisma/client.ts";
import { accessOf } from "./access.ts";
import { consoleUserLabel } from "./console-user-words.ts";
import { type Area, levels, permissionGrid } from "./permission-grid.ts";
import { grantableAreas } from "./permission-words.ts";

/** Who somebody is here, how Slack knows them, and what they may do, area by area. */
export function ownAccessWords(user: ConsoleUser): string[] {
  const { fullAccess, permissions } = accessOf(user);
  const lead = fullAccess
    ? "You have Full Access: everything below, and giving and taking Full Access."
    : "What you may do, area by area:";
  const areas = grantableAreas().map((area) => {
    const level = fullAccess ? levels.findLast((one) => one in permissionGrid[area]) : permissions[area];
    return `• ${area}: ${level ? `${level} (${allowedWords(area, level)})` : "none"}`;
  });
  return [
    `You are ${consoleUserLabel(user)}, a Console User.`,
    linkWords(user),
    lead,
    ...areas,
    everyoneWords(),
  ];
}

/** What a level allows, with what those below it allow. */
export function allowedWords(area: Area, level: string): string {
  const row: Partial<Record<string, string>> = permissionGrid[area];
  const included = levels.slice(0, levels.findIndex((one) => one === level) + 1);
  return included.flatMap((one) => row[one] ?? []).join("; ");
}

function linkWords({ chatLinkedAt, chatEmailKey }: ConsoleUser): string {
  const since = chatLinkedAt ? ` since ${chatLinkedAt.toISOString().slice(0, 10)}` : "";
  const by = chatEmailKey ? `, by the confirmed e-mail ${chatEmailKey}` : "";
  return `This Slack user is linked to you${since}${by}. When its e-mail changes, it has to be linked again.`;
}

function everyoneWords(): string {
  const open = Object.values(permissionGrid).flatMap((row) => ("everyone" in row ? row.everyone : []));
  return `Every Console User may: ${open.join(", ")}.`;
}
