import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { ChatExclusion } from "../chat/chat.ts";
import type { ConsoleUser, Prisma } from "../generated/prisma/client.ts";
import {
  type Area,
  type ConsolePermissions,
  consolePermissions,
  levels,
  type Permission,
  type PermissionHolder,
} from "./permission-grid.ts";
import { accessWords, grantableAreas } from "./permission-words.ts";

/** What a Console User may do: Full Access, or a grid. */
export type Access = PermissionHolder;

export const noAccess: Access = { fullAccess: false, permissions: {} };

// No grid stays behind Full Access, to come back unseen when that is taken away.
export const accessInput = z
  .object({ fullAccess: z.boolean(), permissions: consolePermissions })
  .transform(({ fullAccess, permissions }): Access => ({
    fullAccess,
    permissions: fullAccess ? {} : permissions,
  }));

export function accessOf(user: Pick<ConsoleUser, "fullAccess" | "permissions">): Access {
  return accessInput.parse(user);
}

/** Whose rights and votes hold: neither removed, nor frozen, nor ruled out by the chat. */
export const active = {
  removedAt: null,
  frozenAt: null,
  chatExcluded: null,
} satisfies Prisma.ConsoleUserWhereInput;

export function isActive(user: Pick<ConsoleUser, keyof typeof active>): boolean {
  return user.removedAt === null && user.frozenAt === null && user.chatExcluded === null;
}

/** Completes "The person who asked for this …"; undefined for those whose rights hold. */
export function whyInactive(
  user: Pick<ConsoleUser, keyof typeof active> | null | undefined,
): string | undefined {
  if (!user || user.removedAt) return "is no longer a Console User";
  if (user.frozenAt) return "is frozen";
  return user.chatExcluded === null ? undefined : inChat[user.chatExcluded as ChatExclusion];
}

const inChat: Record<ChatExclusion, string> = {
  bot: "is a bot in Slack",
  deactivated: "is deactivated in Slack",
  guest: "is a guest in Slack",
  stranger: "belongs to another Slack workspace",
};

export function sameAccess(one: Access, other: Access): boolean {
  return isDeepStrictEqual(one, other);
}

/** What somebody could do afterwards that they could not do before, area by area; Full Access apart. */
export function raisedPermissions(before: Access, after: Access): Permission[] {
  if (before.fullAccess) return [];
  return grantableAreas()
    .filter((area) => rank(after.permissions, area) > rank(before.permissions, area))
    .map((area) => `${area}:${after.permissions[area]}` as Permission);
}

/** The difference, line by line: "users: none → edit". */
export function accessChanges(before: Access, after: Access): string[] {
  if (before.fullAccess !== after.fullAccess) return [`${accessWords(before)} → ${accessWords(after)}`];
  return grantableAreas()
    .filter((area) => before.permissions[area] !== after.permissions[area])
    .map((area) => `${area}: ${before.permissions[area] ?? "none"} → ${after.permissions[area] ?? "none"}`);
}

function rank(permissions: ConsolePermissions, area: Area): number {
  const level = permissions[area];
  return level ? levels.indexOf(level) : -1;
}
