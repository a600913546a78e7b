import { allows, type Permission, type PermissionHolder } from "../kernel/access/access.ts";
import type { HomeButton, HomeRow } from "../kernel/chat/chat.ts";

interface Opening {
  area: string;
  /** The command, whose form has the same name. */
  form: string;
  label: string;
  needs?: Permission;
}

/**
 * The commands that have a form, as the bot's table has them: the worker draws Homes and does not know that table. A test
 * holds the two alike.
 */
export const openings: Opening[] = [
  { area: "Users", form: "invite", label: "Invite a user", needs: "users:edit" },
  { area: "Users", form: "create-user", label: "Create a user", needs: "users:edit" },
  { area: "Users", form: "user", label: "Look up a user", needs: "users:view" },
  { area: "Users", form: "users", label: "Users of an Account", needs: "users:view" },
  { area: "Users", form: "add-accounts", label: "Add Accounts", needs: "users:edit" },
  { area: "Users", form: "grant-admin", label: "Grant Administrator", needs: "users:edit" },
  { area: "Users", form: "revoke-admin", label: "Revoke Administrator", needs: "users:edit" },
  { area: "Users", form: "admins", label: "Administrators", needs: "users:edit" },
  { area: "Users", form: "reset-password", label: "New password", needs: "users:edit" },
  { area: "Users", form: "remove-user", label: "Remove from an Account", needs: "users:manage" },
  { area: "Users", form: "delete-user", label: "Delete a user", needs: "users:manage" },
  { area: "Invitations", form: "invitations", label: "Pending invitations", needs: "users:view" },
  { area: "Invitations", form: "invite-results", label: "Results of invitations", needs: "users:view" },
  { area: "Invitations", form: "resend-invitation", label: "Resend an invitation", needs: "users:edit" },
  { area: "Invitations", form: "revoke-invitation", label: "Revoke an invitation", needs: "users:edit" },
  { area: "Accounts", form: "accounts", label: "Search Accounts", needs: "accounts:view" },
  { area: "Accounts", form: "account", label: "Look up an Account", needs: "accounts:view" },
  { area: "Accounts", form: "activity", label: "Activity of an Account", needs: "accounts:view" },
  { area: "Accounts", form: "create-account", label: "New Account", needs: "accounts:manage" },
  { area: "Accounts", form: "account-settings", label: "Account settings", needs: "accounts:edit" },
  { area: "Accounts", form: "suspend", label: "Suspend", needs: "accounts:edit" },
  { area: "Accounts", form: "resume", label: "Resume", needs: "accounts:edit" },
  { area: "Accounts", form: "delete-account", label: "Delete an Account", needs: "accounts:manage" },
  { area: "Settings", form: "edit-settings", label: "Settings", needs: "settings:edit" },
  { area: "Marketplaces", form: "marketplace", label: "Deploy a Marketplace", needs: "marketplaces:edit" },
  {
    area: "Marketplaces",
    form: "edit-marketplace",
    label: "Edit a Marketplace",
    needs: "marketplaces:manage",
  },
  {
    area: "Console Users",
    form: "console-users",
    label: "Search Console Users",
    needs: "console-users:view",
  },
  {
    area: "Console Users",
    form: "invite-console-user",
    label: "Invite a Console User",
    needs: "console-users:manage",
  },
  {
    area: "Console Users",
    form: "resend-console-invitation",
    label: "Resend Console invite",
    needs: "console-users:manage",
  },
  {
    area: "Console Users",
    form: "revoke-console-invitation",
    label: "Revoke Console invite",
    needs: "console-users:manage",
  },
  { area: "Console Users", form: "permissions", label: "Console permissions", needs: "console-users:manage" },
  {
    area: "Console Users",
    form: "freeze-console-user",
    label: "Freeze a Console User",
    needs: "console-users:manage",
  },
  {
    area: "Console Users",
    form: "unfreeze-console-user",
    label: "Unfreeze a Console User",
    needs: "console-users:manage",
  },
  {
    area: "Console Users",
    form: "remove-console-user",
    label: "Remove a Console User",
    needs: "console-users:manage",
  },
  { area: "Settings", form: "api-clients", label: "New API client", needs: "settings:manage" },
  { area: "Everyone", form: "dashboard", label: "Dashboard" },
  { area: "Everyone", form: "report", label: "Reports" },
  { area: "Everyone", form: "audit", label: "Search the audit", needs: "audit:view" },
  { area: "Everyone", form: "help", label: "How to write a command" },
  { area: "Everyone", form: "whoami", label: "Who you are here" },
  { area: "Everyone", form: "why", label: "Why I may or may not" },
];

export const openFormAction = (form: string) => `open-form:${form}`;

/** What somebody may do, area by area, each with a button that opens its form. */
export function openingRows(holder: PermissionHolder): HomeRow[] {
  const mine = openings.filter(({ needs }) => !needs || allows(holder, needs));
  const areas = [...new Set(mine.map(({ area }) => area))];
  return areas.map((area) => ({
    words: area,
    buttons: mine.filter((one) => one.area === area).map(button),
  }));
}

function button({ form, label }: Opening): HomeButton {
  return { label, action: openFormAction(form), value: form };
}
