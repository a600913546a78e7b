import type { ConsolePermissions } from "../core/kernel/access/access.ts";

/** Somebody in the sandbox's Slack workspace. */
export interface CastMember {
  name: string;
  firstName: string;
  lastName: string;
  email: string;
  /** Left out for people who are no Console Users. */
  console?: { fullAccess: boolean; permissions: ConsolePermissions };
  guest?: boolean;
  what: string;
}

const partner = "northwind.example";

export const partnerName = "Northwind Software";

export const cast: CastMember[] = [
  {
    name: "olivia",
    firstName: "Olivia",
    lastName: "Reyes",
    email: `olivia@${partner}`,
    console: { fullAccess: true, permissions: {} },
    what: "Console User with Full Access",
  },
  {
    name: "ed",
    firstName: "Ed",
    lastName: "Quinn",
    email: `ed@${partner}`,
    console: {
      fullAccess: false,
      permissions: {
        accounts: "edit",
        users: "edit",
        marketplaces: "edit",
        templates: "view",
        audit: "view",
      },
    },
    what: "Console User who may edit",
  },
  {
    name: "mona",
    firstName: "Mona",
    lastName: "Iversen",
    email: `mona@${partner}`,
    console: {
      fullAccess: false,
      permissions: {
        accounts: "manage",
        users: "manage",
        marketplaces: "manage",
        "console-users": "manage",
        settings: "manage",
      },
    },
    what: "Console User who may manage, and so approve",
  },
  {
    name: "vera",
    firstName: "Vera",
    lastName: "Lind",
    email: `vera@${partner}`,
    console: { fullAccess: false, permissions: { accounts: "view", users: "view", marketplaces: "view" } },
    what: "Console User who may only view",
  },
  {
    name: "nora",
    firstName: "Nora",
    lastName: "Berg",
    email: `nora@${partner}`,
    console: { fullAccess: false, permissions: {} },
    what: "Console User with no permission ticked",
  },
  {
    name: "sam",
    firstName: "Sam",
    lastName: "Okafor",
    email: `sam@${partner}`,
    what: "no Console User",
  },
  {
    name: "gus",
    firstName: "Gus",
    lastName: "Marsh",
    email: "gus@agency.example",
    guest: true,
    what: "guest of the workspace",
  },
];
