import type { BotFeature } from "../slack/bot-feature.ts";
import { accountUsersListing } from "./account-users-listing.ts";
import { addAccounts } from "./add-accounts.ts";
import { administratorsPages } from "./administrators-page-buttons.ts";
import { editAdministrators } from "./admins-form.ts";
import { admins } from "./admins.ts";
import { extendAdministrator, giveBackAdministrator, grantAdmin } from "./grant-admin.ts";
import { removeUser, revokeAdmin } from "./remove-user.ts";
import { userAccountsListing } from "./user-accounts-listing.ts";

export const membershipsBot: BotFeature = {
  commands: [addAccounts, grantAdmin, revokeAdmin, admins, removeUser],
  actions: [editAdministrators, ...administratorsPages, extendAdministrator, giveBackAdministrator],
  listings: [accountUsersListing, userAccountsListing],
};
