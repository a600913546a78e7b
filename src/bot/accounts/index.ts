import type { BotFeature } from "../slack/bot-feature.ts";
import { optionsAtMost } from "../slack/option-source.ts";
import { searchAccounts } from "../../core/accounts/look-up-account.ts";
import { accountLabel } from "../../core/kernel/names/account-name.ts";
import { accountSettings } from "./account-settings.ts";
import { account } from "./account.ts";
import { accounts, accountsListing } from "./accounts.ts";
import { createAccount, deleteAccount } from "./delete-account.ts";
import { resume, suspend } from "./suspension-command.ts";

export const accountsBot: BotFeature = {
  commands: [accounts, account, createAccount, accountSettings, suspend, resume, deleteAccount],
  listings: [accountsListing],
  optionSources: {
    account: {
      needs: ["accounts:view", "users:edit", "marketplaces:edit"],
      async search(ctx, typed) {
        const accounts = await searchAccounts(ctx, typed, optionsAtMost);
        return accounts.map((account) => ({ text: accountLabel(account), value: account.id }));
      },
    },
  },
};
