import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { ConsoleUser } from "../generated/prisma/client.ts";
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
