import type { Command } from "../command.ts";
import { apiClients } from "./api-clients.ts";
import { audit } from "./audit.ts";
import { grantAdmin } from "./grant-admin.ts";
import { help } from "./help.ts";
import { invite } from "./invite.ts";
import { inviteResultsCommand } from "./invite-results.ts";
import { invitations } from "./invitations.ts";
import { resendInvitation } from "./resend-invitation.ts";
import { revokeInvitation } from "./revoke-invitation.ts";
import { revokeAdmin } from "./revoke-admin.ts";
import { consoleUsers } from "./console-users.ts";
import { inviteConsoleUser } from "./invite-console-user.ts";
import { editMarketplace } from "./edit-marketplace.ts";
import { editSettings } from "./edit-settings.ts";
import { activity } from "./activity.ts";
import { settings } from "./settings.ts";
import { marketplace } from "./marketplace.ts";
import { marketplaces } from "./marketplaces.ts";
import { resendConsoleInvitation } from "./resend-console-invitation.ts";
import { revokeConsoleInvitation } from "./revoke-console-invitation.ts";
import { freezeConsoleUser, unfreezeConsoleUser } from "./freeze-console-user.ts";
import { permissions } from "./permissions.ts";
import { removeConsoleUser } from "./remove-console-user.ts";
import { whoami } from "./whoami.ts";
import { why } from "./why.ts";
import { account } from "./account.ts";
import { accountSettings } from "./account-settings.ts";
import { accounts } from "./accounts.ts";
import { createAccount } from "./create-account.ts";
import { dashboard } from "./dashboard.ts";
import { deleteAccount } from "./delete-account.ts";
import { requests } from "./requests.ts";
import { report } from "./report.ts";
import { resume } from "./resume.ts";
import { suspend } from "./suspend.ts";
import { addAccounts } from "./add-accounts.ts";
import { admins } from "./admins.ts";
import { createUser } from "./create-user.ts";
import { deleteUser } from "./delete-user.ts";
import { removeUser } from "./remove-user.ts";
import { resetPassword } from "./reset-password.ts";
import { user } from "./user.ts";
import { users } from "./users.ts";

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
  help,
  whoami,
  why,
];
