import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { ChatExclusion } from "../chat/chat.ts";
import type { ConsoleUser, Prisma } from "../../generated/prisma/client.ts";
import { fold } from "../text/fold.ts";
import { shorten } from "../text/mrkdwn.ts";
import { DomainError } from "../errors.ts";

/**
 * The areas of the Partner Console, what each level allows there, and what everyone may do.
 * A level includes those below it. Rows can change here without a change of code elsewhere.
 */
export const permissionGrid = {
  dashboard: { everyone: "see the dashboard" },
  reports: { everyone: "see reports" },
  accounts: { view: "list and look up", edit: "change settings", manage: "create and delete" },
  users: {
    view: "list, look up, see pending invitations",
    edit: "invite, create, add Accounts, resend and revoke invitations, grant and revoke administrator",
    manage: "remove from an Account, delete, approve",
  },
  templates: { view: "list" },
  connectors: { view: "list" },
  marketplaces: { view: "list", edit: "deploy", manage: "approve, make and change" },
  "console-users": { view: "list", manage: "invite, set permissions, remove" },
  audit: { view: "read and export" },
  settings: { view: "read", edit: "change", manage: "API clients and their secrets" },
} as const satisfies Record<string, Partial<Record<Level | "everyone", string>>>;

export const levels = ["view", "edit", "manage"] as const;
export type Level = (typeof levels)[number];
export type Area = keyof typeof permissionGrid;

/** An area and a level that the grid has, as in `users:edit`. */
export type Permission = {
  [A in Area]: `${A}:${Extract<keyof (typeof permissionGrid)[A], Level>}`;
}[Area];

export type ConsolePermissions = Partial<Record<Area, Level>>;

const areas = Object.keys(permissionGrid) as [Area, ...Area[]];

/** Every area with every level that the grid has for it. */
export const allPermissions = areas.flatMap((area) =>
  levels.filter((level) => level in permissionGrid[area]).map((level) => `${area}:${level}` as Permission),
);

/** What allows everything in the area of a permission, as far as the grid has it. */
export function managing(permission: Permission): Permission {
  const manage = `${permission.split(":")[0]}:manage`;
  return allPermissions.find((one) => one === manage) ?? permission;
}

/** What is stored of a Console User's grid. A row or level that the grid has lost counts as not given. */
export const consolePermissions = z.record(z.string(), z.string()).transform((stored): ConsolePermissions => {
  const kept = Object.entries(stored).filter(
    ([area, level]) => areas.includes(area as Area) && levels.includes(level as Level),
  );
  return Object.fromEntries(kept) as ConsolePermissions;
});

export function allows(holder: PermissionHolder, permission: Permission): boolean {
  if (holder.fullAccess) return true;
  const [area, level] = permission.split(":") as [Area, Level];
  const held = holder.permissions[area];
  return held !== undefined && levels.indexOf(held) >= levels.indexOf(level);
}

export interface PermissionHolder {
  fullAccess: boolean;
  permissions: ConsolePermissions;
}

/** Reads `users:edit, accounts:view`. Throws invalid, naming the word that is not in the grid. */
export function readPermissions(text: string): ConsolePermissions {
  const words = text.split(",").map((word) => word.trim().toLowerCase());
  return words.filter(Boolean).map(readPermission).reduce(highestOfBoth, {});
}

/** What either of two grids gives. */
export function highestOfBoth(one: ConsolePermissions, other: ConsolePermissions): ConsolePermissions {
  const higher = Object.entries(other).filter(([area, level]) => {
    const held = one[area as Area];
    return held === undefined || levels.indexOf(held) < levels.indexOf(level);
  });
  return { ...one, ...Object.fromEntries(higher) };
}

/** What somebody may do who uses no more than these of their permissions; null: all of them. */
export function within(holder: PermissionHolder, used: ConsolePermissions | null): PermissionHolder {
  if (used === null) return holder;
  const kept = Object.entries(used).map(([area, level]) => {
    const held = holder.fullAccess ? level : holder.permissions[area as Area];
    return [area, held && (levels.indexOf(held) < levels.indexOf(level) ? held : level)];
  });
  return { fullAccess: false, permissions: Object.fromEntries(kept.filter(([, level]) => level)) };
}

/** What both of two holders may do. */
export const ofBoth = (one: PermissionHolder, other: PermissionHolder): PermissionHolder =>
  within(one, other.fullAccess ? null : other.permissions);

/** What a Console User may do, in a few words, in the order of the grid. */
export function accessWords({ fullAccess, permissions }: PermissionHolder): string {
  if (fullAccess) return "Full Access";
  const given = grantableAreas().flatMap((area) => {
    const level = permissions[area];
    return level ? `${area}: ${level}` : [];
  });
  return given.join(", ") || "no permissions, so Dashboard and Reports only";
}

function readPermission(word: string): ConsolePermissions {
  const [area = "", level = "", ...rest] = word.split(":");
  if (!Object.hasOwn(permissionGrid, area)) {
    throw invalid(
      `“${shorten(word, 60)}” names no area of the Console. There are: ${grantableAreas().join(", ")}.`,
    );
  }
  const offered = levelsOf(area as Area);
  if (rest.length > 0 || !offered.includes(level as Level)) {
    const choices = offered.map((one) => `${area}:${one}`).join(", ") || "nothing: everyone may see it";
    throw invalid(`“${shorten(word, 60)}” is not a permission. For ${area} there is ${choices}.`);
  }
  return { [area]: level as Level };
}

/** The levels that the grid has for an area. */
export function levelsOf(area: Area): Level[] {
  return levels.filter((level) => level in permissionGrid[area]);
}

/** The areas in which there is something to give. */
export function grantableAreas(): Area[] {
  return (Object.keys(permissionGrid) as Area[]).filter((area) => levelsOf(area).length > 0);
}

function invalid(sentence: string): DomainError {
  return new DomainError("invalid", sentence, "permissions");
}

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

/** In SQL: whether the rights of a Console User hold, and give this; as `isActive` and `allows` have it. */
export function mayText(consoleUser: string, permission: Permission): string {
  const [area, level] = permission.split(":") as [Area, Level];
  const enough = levels.slice(levels.indexOf(level)).map((one) => `'${one}'`);
  const holds = Object.keys(active).map((column) => `${consoleUser}."${column}" IS NULL`);
  return [
    ...holds,
    `(${consoleUser}."fullAccess" OR ${consoleUser}."permissions" ->> '${area}' IN (${enough.join(", ")}))`,
  ].join(" AND ");
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

/** The same, where Full Access may come too: that alone is named then. */
export function raisedAccess(before: Access, after: Access): (Permission | "full-access")[] {
  if (after.fullAccess) return before.fullAccess ? [] : ["full-access"];
  return raisedPermissions(before, after);
}

/** Whether somebody could do less afterwards, whatever else they could do more. */
export function isReduced(before: Access, after: Access): boolean {
  if (after.fullAccess) return false;
  return before.fullAccess || raisedPermissions(after, before).length > 0;
}

/** All that somebody may do, area by area, each at the highest level. */
export function heldPermissions(holder: PermissionHolder): Permission[] {
  return grantableAreas().flatMap((area) => {
    const level = holder.fullAccess ? levelsOf(area).at(-1) : holder.permissions[area];
    return level ? [`${area}:${level}` as Permission] : [];
  });
}

/** Every permission that somebody has, also those that a higher level includes. */
export const permissionsOf = (holder: PermissionHolder): Permission[] =>
  allPermissions.filter((permission) => allows(holder, permission));

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

/** Reads `full access`, `none`, or `users:edit, accounts:view`. Throws invalid, naming the word that is wrong. */
export function readAccess(text: string): Access {
  const words = fold(text);
  if (["full access", "full-access", "full"].includes(words)) return { fullAccess: true, permissions: {} };
  if (["none", "nothing", "no permissions"].includes(words)) return noAccess;
  // "users: edit accounts: view", as cards and errors write it, is meant as well.
  const pairs = words.replace(/\s*[:=]\s*/gu, ":").replace(/\b(?:and|&)\s/gu, " ");
  // "users edit" as well: a level behind its area.
  const listed = pairs
    .replace(/([a-z-]+)\s+(view|edit|manage)\b/gu, "$1:$2")
    .split(/[\s,;]+/u)
    .filter(Boolean);
  return { fullAccess: false, permissions: readPermissions(listed.join(",")) };
}
