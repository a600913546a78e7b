import type { WebFeature } from "../http/web-feature.ts";
import { accountSettings } from "./account-page.tsx";
import { ownAccounts } from "./own-accounts.tsx";

export const accounts: WebFeature = {
  pages: [ownAccounts, accountSettings],
};
