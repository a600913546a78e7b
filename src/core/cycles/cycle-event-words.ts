import type { CycleEventStatus } from "../generated/prisma/client.ts";
import { isolate } from "../text/isolate.ts";
import type { ListedCycleEvent } from "./list-cycle-events.ts";

const did: Record<CycleEventStatus, string> = {
  installed: "installed",
  started: "started",
  stopped: "stopped",
  uninstalled: "deleted",
};

/** Who did what to which Cycle, in plain text. */
export function cycleEventWords({ status, cycleName, user, actorName }: ListedCycleEvent): string {
  const isApiUser = user?.apiUserOfId !== null && user !== null;
  const who = !user || isApiUser ? `${actorName}${isApiUser ? " (API User)" : ""}` : user.username;
  return `${isolate(who)} ${did[status]} “${isolate(cycleName)}”`;
}

type Told = Pick<
  ListedCycleEvent,
  "notifyUrl" | "notifiedAt" | "givenUpAt" | "notifyTrouble" | "notifyAttempts"
>;

/** Whether the notification URL knows of it. */
export function notificationWords(event: Told): string {
  const { notifyUrl, notifiedAt, givenUpAt, notifyTrouble, notifyAttempts } = event;
  if (!notifyUrl) return "told to nobody";
  if (notifiedAt) return "told";
  if (givenUpAt) return `not told: ${isolate(notifyTrouble ?? "the reason was not recorded")}`;
  return notifyAttempts > 0
    ? `to be told again: ${isolate(notifyTrouble ?? "it did not work")}`
    : "to be told";
}
