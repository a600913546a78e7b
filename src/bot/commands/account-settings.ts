import {
  accountSettingsInput,
  changeAccountSettingsRequest,
} from "../../core/accounts/change-account-settings.ts";
import { settingsMark } from "../../core/accounts/account-settings.ts";
import { findAccount } from "../../core/accounts/find-account.ts";
import { requirePermission } from "../../core/console-users/require-permission.ts";
import { checkForm } from "../check-form.ts";
import type { Command } from "../command.ts";
import { readPhrase } from "../phrase.ts";
import { splitAt } from "../split-at.ts";
import { settingsForm } from "./account-settings-form.ts";

const settings = {
  name: "name",
  id: "apiId",
  description: "description",
  sensitive: "sensitiveBecause",
} as const;
const keywords = Object.keys(settings) as (keyof typeof settings)[];

export const accountSettings: Command = {
  name: "account-settings",
  area: "Accounts",
  summary: "change the name, the API ID or the description of an Account, or mark it sensitive",
  needs: changeAccountSettingsRequest.needs,
  usage: [
    "",
    "<Account: API ID or name>",
    "<Account> name <new name>",
    "<Account> id <new API ID>",
    "<Account> description <text>",
    "<Account> sensitive <warning for those who approve>",
    "<Account> sensitive none",
  ],
  example: "harbour name Harbour Foods International",
  changes: true,
  textAfter: ["description", "sensitive"],
  forms: [settingsForm],

  async run(call) {
    const { before, keyword, after } = splitAt(call.words, keywords);
    const { account: words } = readPhrase(before, { head: "account" });
    if (!words || !keyword) return call.openForm(settingsForm, words ? { account: words } : {});
    const ctx = await call.context();
    // Before the Account is looked up, so that names of Accounts are told to nobody who may not know them.
    await requirePermission(ctx, changeAccountSettingsRequest.needs, "account-settings");
    const account = await findAccount(ctx, words);
    const input = {
      accountId: account.id,
      shown: settingsMark(account),
      [settings[keyword]]: textOf(keyword, after),
    };
    await call.submit(changeAccountSettingsRequest, checkForm(accountSettingsInput, input));
  },
};

/** An Account that is not sensitive has no warning. */
function textOf(keyword: keyof typeof settings, text: string): string {
  return keyword === "sensitive" && text.trim().toLowerCase() === "none" ? "" : text;
}
