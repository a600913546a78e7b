import type { WebFeature } from "../http/web-feature.ts";
import { accountSettings } from "./account-page.tsx";
import {
  changeAccountRoute,
  createAccountRoute,
  deleteAccountRoute,
  listAccountsRoute,
  listSubAccountsRoute,
  readAccountRoute,
  readUsageRoute,
} from "./accounts.ts";
import { ownAccounts } from "./own-accounts.tsx";
import { readSuspensionRoute, resumeAccountRoute, suspendAccountRoute } from "./suspension.ts";

export const accounts: WebFeature = {
  pages: [ownAccounts, accountSettings],
  calls: [
    listAccountsRoute,
    createAccountRoute,
    readAccountRoute,
    changeAccountRoute,
    deleteAccountRoute,
    listSubAccountsRoute,
    readUsageRoute,
    readSuspensionRoute,
    suspendAccountRoute,
    resumeAccountRoute,
  ],
};
