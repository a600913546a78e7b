import { inviteResults } from "./invite-results.ts";
import { activityListing } from "./activity-listing.ts";
import { auditListing } from "./audit-listing.ts";
import { accountUsersListing } from "./account-users-listing.ts";
import { userAccountsListing } from "./user-accounts-listing.ts";
import type { Listing } from "./listing.ts";
import { consoleUsersList } from "./commands/console-users-list.ts";
import { accountsListing } from "./accounts-listing.ts";
import { marketplacesListing } from "./marketplaces-listing.ts";
import { reportListing } from "./report-listing.ts";

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
