import type { Command } from "./slack/command.ts";
import { apiClients } from "./api-clients/api-clients.ts";
import { audit } from "./audit/audit.ts";
import { grantAdmin } from "./memberships/grant-admin.ts";
import { help } from "./slack/listing.ts";
import { invite } from "./invitations/invite.ts";
import { inviteResultsCommand } from "./invitations/invite-results-command.ts";
import { invitations } from "./invitations/invitation-list.ts";
import { resendInvitation, revokeInvitation } from "./invitations/invitation-command.ts";
import { consoleUsers } from "./console-users/console-users-list.ts";
import { inviteConsoleUser } from "./console-users/invite-console-user.ts";
import { editMarketplace, marketplaces } from "./marketplaces/edit-marketplace.ts";
import { editSettings } from "./partner/edit-settings.ts";
import { activity } from "./cycles/activity.ts";
import { settings } from "./partner/settings.ts";
import { marketplace } from "./marketplaces/marketplace.ts";
import {
  resendConsoleInvitation,
  revokeConsoleInvitation,
} from "./console-users/console-invitation-command.ts";
import {
  freezeConsoleUser,
  unfreezeConsoleUser,
  removeConsoleUser,
} from "./console-users/freeze-console-user.ts";
import { permissions } from "./console-users/permissions.ts";
import { whoami } from "./console-users/whoami.ts";
import { why } from "./console-users/why.ts";
import { account } from "./accounts/account.ts";
import { accountSettings } from "./accounts/account-settings.ts";
import { accounts } from "./accounts/accounts.ts";
import { createAccount, deleteAccount } from "./accounts/delete-account.ts";
import { dashboard } from "./reports/dashboard.ts";
import { cancelLast, status, undoLast } from "./requests/last-request.ts";
import { requests } from "./requests/request-list.ts";
import { report } from "./reports/report.ts";
import { resume, suspend } from "./accounts/suspension-command.ts";
import { addAccounts } from "./memberships/add-accounts.ts";
import { admins } from "./memberships/admins.ts";
import { createUser } from "./users/create-user.ts";
import { deleteUser } from "./users/delete-user.ts";
import { removeUser, revokeAdmin } from "./memberships/remove-user.ts";
import { resetPassword } from "./users/reset-password.ts";
import { user } from "./users/user.ts";
import { users } from "./users/users.ts";

/** Every subcommand of /cyclr, in the order in which help lists them. */
export const commands: Command[] = [
  invite,
  createUser,
  user,
  users,
  addAccounts,
  grantAdmin,
  revokeAdmin,
  admins,
  resetPassword,
  removeUser,
  deleteUser,
  invitations,
  resendInvitation,
  revokeInvitation,
  inviteResultsCommand,
  accounts,
  account,
  activity,
  createAccount,
  accountSettings,
  suspend,
  resume,
  deleteAccount,
  marketplace,
  marketplaces,
  editMarketplace,
  consoleUsers,
  inviteConsoleUser,
  resendConsoleInvitation,
  revokeConsoleInvitation,
  permissions,
  freezeConsoleUser,
  unfreezeConsoleUser,
  removeConsoleUser,
  apiClients,
  settings,
  editSettings,
  dashboard,
  report,
  requests,
  audit,
  status,
  cancelLast,
  undoLast,
  help,
  whoami,
  why,
];
