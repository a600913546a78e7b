import {
  accountSettingsInput,
  changeAccountSettingsRequest,
  settingsMark,
} from "../../core/accounts/change-account-settings.ts";
import { findAccount } from "../../core/accounts/look-up-account.ts";
import { requirePermission } from "../../core/kernel/access/require-access-change.ts";
import { checkForm, selectField, textField } from "../slack/fields.ts";
import { type Command, splitAt, type Form } from "../slack/command.ts";
import { readPhrase } from "../slack/phrase.ts";
import { z } from "zod";
import {
  accountApiId,
  accountDescription,
  accountName,
  accountSensitivity,
} from "../../core/accounts/create-account.ts";
import { accountLabel } from "../../core/kernel/names/account-name.ts";
import { loadAccount } from "../../core/kernel/levels/load-account.ts";
import { submitRequest } from "../../core/kernel/requests/submit-request.ts";
import { accountField } from "./delete-account.ts";
import { plain } from "../slack/reopened-view.ts";

const { needs } = changeAccountSettingsRequest;

/** With an Account, its settings as they stand; without one, only what is typed is changed. */
const settingsForm: Form = {
  name: "account-settings",
  title: "Account settings",

  async view(ctx, { account: words }) {
    await requirePermission(ctx, needs, "account-settings");
    const account = words ? await findAccount(ctx, words) : undefined;
    const hint = account ? {} : { hint: "Left empty, it stays as it is.", optional: true };
    return {
      submit: plain("Save"),
      blocks: [
        account ? fixedAccount(account) : await accountField(ctx),
        textField({ id: "name", label: "Name", value: account?.name, max: 200, ...hint }),
        textField({ id: "apiId", label: "API ID", value: account?.apiId, max: 100, ...hint }),
        textField({
          id: "description",
          label: "Description",
          value: account?.description,
          lines: true,
          max: 2000,
          ...hint,
          optional: true,
        }),
        textField({
          id: "sensitiveBecause",
          label: "Sensitive because",
          value: account?.sensitiveBecause ?? undefined,
          lines: true,
          max: 300,
          hint: account
            ? "A warning for those who approve what changes the Account. Empty: it is not sensitive."
            : "A warning for those who approve what changes the Account. Left empty, it stays as it is.",
          optional: true,
        }),
      ],
    };
  },

  async submit(ctx, values, place) {
    await requirePermission(ctx, needs, "account-settings");
    const [accountId = "", shown] = String(values["accountId"] ?? "").split(" ");
    const input = shown
      ? { ...checkForm(allSettings, values), accountId, shown }
      : await onlyTyped(ctx, accountId, values);
    return submitRequest(ctx, changeAccountSettingsRequest, input, place);
  },
};

const allSettings = z.object({
  name: accountName,
  apiId: accountApiId,
  description: accountDescription.default(""),
  sensitiveBecause: accountSensitivity.default(""),
});

const someSettings = z.object({
  accountId: z.uuid("Choose an Account."),
  name: accountName.optional(),
  apiId: accountApiId.optional(),
  description: accountDescription.optional(),
  sensitiveBecause: accountSensitivity.optional(),
});

async function onlyTyped(ctx: Parameters<Form["submit"]>[0], accountId: string, values: object) {
  const typed = checkForm(someSettings, { ...values, accountId });
  return { ...typed, shown: settingsMark(await loadAccount(ctx.db, accountId)) };
}

/** Its one choice carries what was shown, so that what somebody else changes meanwhile is noticed. */
function fixedAccount(account: Parameters<typeof settingsMark>[0] & { id: string }) {
  const value = `${account.id} ${settingsMark(account)}`;
  const choices = [{ text: accountLabel(account), value }];
  return selectField({ id: "accountId", label: "Account", choices, chosen: value });
}

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
