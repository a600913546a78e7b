import { z } from "zod";

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
