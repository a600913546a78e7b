import { inviteResults } from "./invitations/invite-results.ts";
import { activityListing } from "./cycles/activity.ts";
import { auditListing } from "./audit/audit.ts";
import { accountUsersListing } from "./memberships/account-users-listing.ts";
import { userAccountsListing } from "./memberships/user-accounts-listing.ts";
import type { Listing } from "./slack/listing.ts";
import { consoleUsersList } from "./console-users/console-users-list.ts";
import { accountsListing } from "./accounts/accounts.ts";
import { marketplacesListing } from "./marketplaces/marketplaces-listing.ts";
import { reportListing } from "./reports/report.ts";

/** Every list with a "Next page" button. */
export const listings: Listing[] = [
  inviteResults,
  accountUsersListing,
  userAccountsListing,
  accountsListing,
  marketplacesListing,
  reportListing,
  consoleUsersList,
  auditListing,
  activityListing,
];
