import { z } from "zod";
import {
  accountApiId,
  accountDescription,
  accountName,
  accountSensitivity,
} from "../../core/accounts/account-fields.ts";
import { accountLabel } from "../../core/accounts/account-name.ts";
import { settingsMark } from "../../core/accounts/account-settings.ts";
import { changeAccountSettingsRequest } from "../../core/accounts/change-account-settings.ts";
import { findAccount } from "../../core/accounts/find-account.ts";
import { loadAccount } from "../../core/accounts/load-account.ts";
import { requirePermission } from "../../core/console-users/require-permission.ts";
import { submitRequest } from "../../core/requests/submit-request.ts";
import { accountField } from "../account-field.ts";
import { checkForm } from "../check-form.ts";
import { selectField, textField } from "../fields.ts";
import type { Form } from "../form.ts";
import { plain } from "../plain-text.ts";

const { needs } = changeAccountSettingsRequest;

/** With an Account, its settings as they stand; without one, only what is typed is changed. */
export const settingsForm: Form = {
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
